namespace Yofo.Output;

/// <summary>The five row filters of PNG, undone, for pixels of at most one byte (so that the neighbour is one byte away).</summary>
internal static class PngFilter
{
    /// <summary>Turns a filtered row into plain bytes in place; false where the filter is unknown.</summary>
    /// <param name="filter">0 none, 1 sub, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The plain row above it; zeros above the first.</param>
    public static bool Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above)
    {
        var left = 0;
        var aboveLeft = 0;
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                foreach (ref var value in row)
                {
                    value = (byte)(left = (byte)(value + left));
                }

                return true;
            case 2:
                for (var x = 0; x < row.Length; x++)
                {
                    row[x] += above[x];
                }

                return true;
            case 3:
                for (var x = 0; x < row.Length; x++)
                {
                    row[x] += (byte)((left + above[x]) / 2);
                    left = row[x];
                }

                return true;
            case 4:
                for (var x = 0; x < row.Length; x++)
                {
                    row[x] += (byte)Paeth(left, above[x], aboveLeft);
                    (left, aboveLeft) = (row[x], above[x]);
                }

                return true;
            default:
                return false;
        }
    }

    private static int Paeth(int left, int above, int aboveLeft)
    {
        var estimate = left + above - aboveLeft;
        var (toLeft, toAbove, toAboveLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - aboveLeft));
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
