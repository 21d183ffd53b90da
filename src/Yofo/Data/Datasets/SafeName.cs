using System.Buffers;

namespace Yofo.Data.Datasets;

/// <summary>Names that annotations give to videos, frames and phrases become parts of paths, so they may not lead out of their folder.</summary>
internal static class SafeName
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");

    /// <summary>The name, if it is one plain part of a path on every system; an error says what it names, and in which file where that is told.</summary>
    public static string Check(string? name, string what, string? file = null) =>
        name?.Length is > 0 and <= 200 && name.Trim(' ', '.').Length > 0 && !name.AsSpan().ContainsAny(Forbidden) && !name.Any(char.IsControl)
            ? name
            : throw new YofoException($"The name '{string.Concat((name ?? "").Take(60).Select(c => char.IsControl(c) ? '?' : c))}' of a {what}{(file is null ? "" : $" in '{file}'")} cannot be part of a path; use letters, digits, '-' and '_'.");
}
