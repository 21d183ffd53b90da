namespace Yofo.Video;

/// <summary>Orders names as a person would: numbers by their value, so that <c>frame10</c> comes after <c>frame9</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The only one.</summary>
    public static NaturalOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var numeric = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0]);
            var order = numeric
                ? CompareNumbers(TakeNumber(ref left), TakeNumber(ref right))
                : char.ToUpperInvariant(left[0]).CompareTo(char.ToUpperInvariant(right[0]));
            if (order != 0)
            {
                return order;
            }

            if (!numeric)
            {
                left = left[1..];
                right = right[1..];
            }
        }

        // Equal so far: the shorter first; then any fixed order, for 01 and 1 are different files.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var number = end < 0 ? text : text[..end];
        text = text[number.Length..];
        return number.TrimStart('0');
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.CompareTo(right, StringComparison.Ordinal);
}
