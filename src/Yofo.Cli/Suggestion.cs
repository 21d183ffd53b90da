namespace Yofo.Cli;

/// <summary>Finds the known word that a mistyped one was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The nearest known word, or null where none is near.</summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        var near = known.Select(candidate => (Word: candidate, Steps: Distance(word, candidate))).MinBy(pair => pair.Steps);
        return near.Word is not null && near.Steps <= Math.Max(1, word.Length / 3) ? near.Word : null;
    }

    /// <summary>Letters to add, drop, replace or swap with their neighbour to get from one word to the other.</summary>
    public static int Distance(string from, string to)
    {
        if (Math.Abs(from.Length - to.Length) > 20)
        {
            return int.MaxValue; // a pasted text, not a typing error
        }

        var steps = new int[from.Length + 1, to.Length + 1];
        for (var row = 0; row <= from.Length; row++)
        {
            for (var column = 0; column <= to.Length; column++)
            {
                if (row == 0 || column == 0)
                {
                    steps[row, column] = row + column;
                    continue;
                }

                var replace = steps[row - 1, column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                steps[row, column] = Math.Min(replace, Math.Min(steps[row - 1, column], steps[row, column - 1]) + 1);
                if (row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1])
                {
                    steps[row, column] = Math.Min(steps[row, column], steps[row - 2, column - 2] + 1);
                }
            }
        }

        return steps[from.Length, to.Length];
    }
}
