namespace Yofo.Data.Datasets;

/// <summary>
/// Fills polygons pixel for pixel as the COCO toolbox does (<c>rleFrPoly</c> of its maskApi.c, P. Dollar and T.-Y. Lin, BSD): the outline is
/// walked on a grid five times as fine, and where it crosses the middle of a column of pixels, inside and outside change place from there down.
/// </summary>
internal static class CocoPolygon
{
    private const double Scale = 5;

    /// <summary>Sets the pixels of a polygon (x, y, x, y, ...) to 1; pixels of other polygons stay.</summary>
    public static void Draw(ReadOnlySpan<double> points, Span<byte> mask, int width, int height)
    {
        var corners = points.Length / 2;
        if (corners == 0) return;
        // One flag a pixel down the columns, and one more for changes past the last.
        var changes = new bool[(width * height) + 1];
        var (lastX, lastY) = (0, 0);
        for (var corner = 0; corner < corners; corner++)
        {
            var next = (corner + 1) % corners;
            var (x0, y0, x1, y1) = (Grid(points[2 * corner]), Grid(points[(2 * corner) + 1]), Grid(points[2 * next]), Grid(points[(2 * next) + 1]));
            var (dx, dy) = (Math.Abs(x1 - x0), Math.Abs(y1 - y0));
            // The line is stepped along its longer side, always from its smaller end, so that both directions give the same points.
            var flip = (dx >= dy && x0 > x1) || (dx < dy && y0 > y1);
            if (flip) (x0, x1, y0, y1) = (x1, x0, y1, y0);
            var steps = Math.Max(dx, dy);
            var slope = steps == 0 ? 0 : (dx >= dy ? y1 - y0 : x1 - x0) / (double)steps;
            for (var step = 0; step <= steps; step++)
            {
                var along = flip ? steps - step : step;
                var (x, y) = dx >= dy ? (along + x0, (int)(y0 + (slope * along) + 0.5)) : ((int)(x0 + (slope * along) + 0.5), along + y0);
                if (x != lastX && (corner > 0 || step > 0)) Cross(changes, x, y, lastX, lastY, width, height);
                (lastX, lastY) = (x, y);
            }
        }

        var inside = false;
        for (var at = 0; at < changes.Length - 1; at++)
        {
            inside ^= changes[at];
            if (inside) mask[(at % height * width) + (at / height)] = 1;
        }
    }

    private static int Grid(double coordinate) =>
        Math.Abs(coordinate) < 100_000
            ? (int)((Scale * coordinate) + 0.5)
            : throw new YofoException($"A polygon has the coordinate {coordinate}, which lies in no picture; fetch the annotations anew.");

    private static void Cross(bool[] changes, int x, int y, int lastX, int lastY, int width, int height)
    {
        var column = (((x < lastX ? x : x - 1) + 0.5) / Scale) - 0.5;
        if (Math.Floor(column) != column || column < 0 || column > width - 1) return;
        var row = (int)Math.Ceiling(Math.Clamp(((Math.Min(y, lastY) + 0.5) / Scale) - 0.5, 0, height));
        changes[((int)column * height) + row] ^= true;
    }
}
