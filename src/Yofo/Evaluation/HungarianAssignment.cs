namespace Yofo.Evaluation;

/// <summary>
/// The assignment of rows to columns with the greatest total. Shortest augmenting paths (Crouse 2016, "On implementing 2D rectangular
/// assignment algorithms"), with equal totals decided as SciPy's linear_sum_assignment decides them, because the official evaluator calls that.
/// </summary>
internal static class HungarianAssignment
{
    /// <summary>Pairs (row, column) in the order of the rows; as many as the shorter side has.</summary>
    public static IReadOnlyList<(int Row, int Column)> Greatest(double[,] score)
    {
        var (rows, columns) = (score.GetLength(0), score.GetLength(1));
        var transposed = columns < rows;
        var cost = new double[Math.Min(rows, columns), Math.Max(rows, columns)];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (transposed) cost[column, row] = -score[row, column];
                else cost[row, column] = -score[row, column];
            }
        }

        var assigned = Cheapest(cost);
        var pairs = new List<(int Row, int Column)>(assigned.Length);
        for (var i = 0; i < assigned.Length; i++) pairs.Add(transposed ? (assigned[i], i) : (i, assigned[i]));
        pairs.Sort();
        return pairs;
    }

    /// <summary>For each row its column, at the smallest total cost; no more rows than columns.</summary>
    private static int[] Cheapest(double[,] cost)
    {
        var (rows, columns) = (cost.GetLength(0), cost.GetLength(1));
        var (rowPrice, columnPrice) = (new double[rows], new double[columns]);
        var (columnOfRow, rowOfColumn) = (new int[rows], new int[columns]);
        var (path, distance, remaining) = (new int[columns], new double[columns], new int[columns]);
        var (rowSeen, columnSeen) = (new bool[rows], new bool[columns]);
        Array.Fill(columnOfRow, -1);
        Array.Fill(rowOfColumn, -1);
        for (var start = 0; start < rows; start++)
        {
            Array.Clear(rowSeen);
            Array.Clear(columnSeen);
            Array.Fill(distance, double.PositiveInfinity);
            // Backwards, as SciPy does: equal costs then give the identity.
            for (var k = 0; k < columns; k++) remaining[k] = columns - k - 1;
            var (left, row, sink, shortest) = (columns, start, -1, 0d);
            while (sink < 0)
            {
                rowSeen[row] = true;
                var (best, lowest) = (-1, double.PositiveInfinity);
                for (var k = 0; k < left; k++)
                {
                    var column = remaining[k];
                    var through = shortest + cost[row, column] - rowPrice[row] - columnPrice[column];
                    if (through < distance[column]) (path[column], distance[column]) = (row, through);
                    if (distance[column] < lowest || (distance[column] == lowest && rowOfColumn[column] < 0)) (best, lowest) = (k, distance[column]);
                }

                if (best < 0) throw new YofoException("The scores to assign hold NaN or infinity; give finite numbers.");
                shortest = lowest;
                var nearest = remaining[best];
                if (rowOfColumn[nearest] < 0) sink = nearest;
                else row = rowOfColumn[nearest];
                columnSeen[nearest] = true;
                remaining[best] = remaining[--left];
            }

            rowPrice[start] += shortest;
            for (var i = 0; i < rows; i++)
            {
                if (rowSeen[i] && i != start) rowPrice[i] += shortest - distance[columnOfRow[i]];
            }

            for (var j = 0; j < columns; j++)
            {
                if (columnSeen[j]) columnPrice[j] -= shortest - distance[j];
            }

            // Turn the path around: each row on it takes the column it was reached by.
            for (var column = sink; ;)
            {
                var owner = path[column];
                rowOfColumn[column] = owner;
                (columnOfRow[owner], column) = (column, columnOfRow[owner]);
                if (owner == start) break;
            }
        }

        return columnOfRow;
    }
}
