namespace Yofo.Data;

/// <summary>Something true of one object and of no other of its kind, and the ways to say it.</summary>
/// <param name="Kind">What it relies on.</param>
/// <param name="Target">Index of the object.</param>
/// <param name="Before">Words to put before the noun (<c>left</c>, <c>red</c>).</param>
/// <param name="After">Words to put after the noun in full (<c>on the left</c>, <c>in a red shirt</c>).</param>
/// <param name="Terse">Words to put after the noun in a hurry (<c>far left</c>).</param>
/// <param name="Alone">Whole phrases that need no noun (<c>red shirt</c>, <c>the surfer</c>).</param>
internal sealed record PhraseFact(PhraseKind Kind, int Target, string[] Before, string[] After, string[] Terse, string[] Alone)
{
    /// <summary>A fact that is told before or after the noun.</summary>
    public PhraseFact(PhraseKind kind, int target, string[] before, string[] after)
        : this(kind, target, before, after, [], [])
    {
    }
}
