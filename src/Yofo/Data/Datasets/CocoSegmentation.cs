using System.Text.Json;

namespace Yofo.Data.Datasets;

/// <summary>Reads a segmentation of the COCO format: polygons, or run lengths as text or as numbers.</summary>
internal static class CocoSegmentation
{
    /// <summary>Sets the pixels of a segmentation to 1 in a mask given row by row. The name, with its file, is what an error calls it.</summary>
    public static void Draw(JsonElement segmentation, Span<byte> mask, int width, int height, string name)
    {
        try
        {
            Fill(segmentation, mask, width, height, name);
        }
        catch (YofoException error) when (!error.Message.Contains(name, StringComparison.Ordinal))
        {
            throw new YofoException($"The mask {name} is damaged: {error.Message}", error);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new YofoException($"The mask {name} is neither polygons nor run lengths of the COCO format ({error.Message.TrimEnd('.')}); fetch the annotations anew.", error);
        }
    }

    private static void Fill(JsonElement segmentation, Span<byte> mask, int width, int height, string name)
    {
        if (segmentation.ValueKind == JsonValueKind.Array)
        {
            foreach (var polygon in segmentation.EnumerateArray())
            {
                if (polygon.GetArrayLength() % 2 != 0) throw new FormatException($"a polygon of {polygon.GetArrayLength()} numbers has a corner without y");
                CocoPolygon.Draw([.. polygon.EnumerateArray().Select(number => number.GetDouble())], mask, width, height);
            }

            return;
        }

        var size = segmentation.GetProperty("size");
        if (size[0].GetInt32() != height || size[1].GetInt32() != width)
            throw new YofoException($"The mask {name} is {size[1]} x {size[0]} but its frame is {width} x {height}; fetch masks and frames of one size.");
        var counts = segmentation.GetProperty("counts");
        var runs = counts.ValueKind == JsonValueKind.String
            ? RunLengthMask.Parse(width, height, counts.GetString()!)
            : RunLengthMask.FromCounts(width, height, [.. counts.EnumerateArray().Select(number => number.GetInt32())]);
        runs.AddTo(mask, 1);
    }
}
