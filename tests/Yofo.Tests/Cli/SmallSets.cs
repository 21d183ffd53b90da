using Yofo.Data.Datasets;
using Yofo.Tests.Data.Datasets;

namespace Yofo.Tests.Cli;

/// <summary>Public data sets of a few frames in their official layouts, and masks for them.</summary>
internal static class SmallSets
{
    public const int Width = 32;
    public const int Height = 24;

    /// <summary>Ref-DAVIS17: two videos of two frames, three objects.</summary>
    public static void WriteRefDavis(SmallTree tree)
    {
        foreach (var set in RefDavis17.Sets)
            tree.Text($"set/davis_text_annotations/Davis17_{set}.txt", $"goat 1 \"goat 1, {set}\"\ngoat 2 \"goat 2, {set}\"\ntiger 1 \"a tiger, {set}\"\n");
        tree.Text("set/DAVIS/ImageSets/2017/val.txt", "goat\ntiger\n");
        foreach (var (video, mask) in new[] { ("goat", Goats(1, 2)), ("tiger", Tiger()) })
        {
            foreach (var frame in new[] { "00000", "00001" })
            {
                tree.Photo($"set/DAVIS/JPEGImages/480p/{video}/{frame}.jpg", Width, Height);
                tree.Mask($"set/DAVIS/Annotations_unsupervised/480p/{video}/{frame}.png", Width, Height, mask);
            }
        }
    }

    /// <summary>MeViS: two videos of two frames, phrases of one and of several objects.</summary>
    public static void WriteMeVis(SmallTree tree, string split)
    {
        var objects = split == "valid" ? ("", "") : (", \"obj_id\": [0, 1], \"anno_id\": [10, 11]", ", \"obj_id\": [0], \"anno_id\": [10]");
        var (several, one) = objects;
        var other = (several.Replace("1", "2", StringComparison.Ordinal), one.Replace("1", "2", StringComparison.Ordinal)); // objects 0, 2 and masks 20, 22
        tree.Text($"set/{split}/meta_expressions.json", $$$"""
            {"videos": {
              "v1": {"expressions": {"0": {"exp": "both birds"{{{several}}} }, "1": {"exp": "the left bird"{{{one}}} } }, "frames": ["00000", "00001"]},
              "v2": {"expressions": {"0": {"exp": "both cars"{{{other.Item1}}} }, "1": {"exp": "the left car"{{{other.Item2}}} } }, "frames": ["00000", "00001"]}
            } }
            """);
        foreach (var video in new[] { "v1", "v2" })
        {
            foreach (var frame in new[] { "00000", "00001" }) tree.Photo($"set/{split}/JPEGImages/{video}/{frame}.jpg", Width, Height);
        }

        if (split == "valid") return;
        string Runs(byte[] mask) => $$"""{"size": [{{Height}}, {{Width}}], "counts": "{{Yofo.Data.RunLengthMask.FromPixels(Width, Height, mask).ToText().Replace("\\", "\\\\", StringComparison.Ordinal)}}"}""";
        var (left, right) = (Runs(Left()), Runs(Pixels((x, _) => x >= 24)));
        tree.Text($"set/{split}/mask_dict.json", $$"""{"10": [{{left}}, {{left}}], "11": [{{right}}, {{right}}], "20": [null, null], "22": [null, null]}""");
    }

    public static byte[] Left() => Pixels((x, _) => x < 16);

    public static byte[] Both() => Pixels((x, _) => x is < 16 or >= 24);

    public static byte[] Tiger() => Pixels((x, y) => x is >= 8 and < 24 && y is >= 6 and < 18);

    public static byte[] Goats(int left, int right)
    {
        var mask = new byte[Width * Height];
        for (var index = 0; index < mask.Length; index++)
        {
            if (index % Width < 8) mask[index] = (byte)left;
            else if (index % Width >= 20) mask[index] = (byte)right;
        }

        return mask;
    }

    public static byte[] Pixels(Func<int, int, bool> isInside) => [.. Enumerable.Range(0, Width * Height).Select(index => (byte)(isInside(index % Width, index / Width) ? 1 : 0))];
}
