using System.Globalization;

namespace Yofo.Data;

/// <summary>The phrases that people wrote for the objects of one photo, without the photo.</summary>
/// <param name="Image">File name of the photo.</param>
/// <param name="Objects">The objects that somebody pointed at; the photo holds others too.</param>
internal sealed record TextImage(string Image, IReadOnlyList<TextObject> Objects)
{
    /// <summary>The COCO id in the file name, which tells whether the photo is one of a development set.</summary>
    public long CocoId => long.Parse(Path.GetFileNameWithoutExtension(Image).Split('_')[^1], CultureInfo.InvariantCulture);
}
