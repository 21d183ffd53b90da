using Yofo.Data.Datasets;

namespace Yofo.Data;

/// <summary>The folder that <c>yofo train</c> and <c>yofo evaluate --data</c> take, as an error draws it.</summary>
internal static class PlainTree
{
    /// <summary>Its files.</summary>
    public static DatasetTree Tree { get; } = new("Yofo's data folder", """
        data/
        ├── davis/
        │   ├── phrases.json   splits.json
        │   ├── videos/<clip>.mp4
        │   └── masks/<clip>/<frame>.png
        └── stills/<source>/
            ├── instances.json                     (COCO layout)
            ├── phrases.json   absent.json         (only for evaluation)
            └── images/<photo>
        """);
}
