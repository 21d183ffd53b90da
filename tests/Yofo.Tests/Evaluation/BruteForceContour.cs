namespace Yofo.Tests.Evaluation;

/// <summary>A second contour accuracy, written from the definition in paper.md section 5 with loops over pixels and distances between pairs.</summary>
internal static class BruteForceContour
{
    public static double Score(byte[] prediction, byte[] truth, int width, int height)
    {
        var predicted = Boundary(prediction, width, height);
        var real = Boundary(truth, width, height);
        if (predicted.Count == 0 && real.Count == 0) return 1;
        if (predicted.Count == 0 || real.Count == 0) return 0;

        var radius = Math.Ceiling(0.008 * Math.Sqrt((height * height) + (width * width)));
        var precision = predicted.Count(pixel => Near(pixel, real, radius)) / (double)predicted.Count;
        var recall = real.Count(pixel => Near(pixel, predicted, radius)) / (double)real.Count;
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static bool Near((int X, int Y) pixel, List<(int X, int Y)> others, double radius) =>
        others.Exists(other => Math.Pow(pixel.X - other.X, 2) + Math.Pow(pixel.Y - other.Y, 2) <= radius * radius);

    private static List<(int X, int Y)> Boundary(byte[] mask, int width, int height)
    {
        var boundary = new List<(int X, int Y)>();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (lastColumn, lastRow) = (x == width - 1, y == height - 1);
                var east = !lastColumn && Set(x, y) != Set(x + 1, y);
                var south = !lastRow && Set(x, y) != Set(x, y + 1);
                var southEast = !lastColumn && !lastRow && Set(x, y) != Set(x + 1, y + 1);
                if (east || south || southEast) boundary.Add((x, y));
            }
        }

        return boundary;

        bool Set(int x, int y) => mask[(y * width) + x] != 0;
    }
}
