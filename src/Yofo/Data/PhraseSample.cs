namespace Yofo.Data;

/// <summary>A synthetic phrase for a scene.</summary>
/// <param name="Phrase">The phrase, lower case, no full stop.</param>
/// <param name="Targets">Indices of the objects meant, in the scene's order; empty where nothing fits.</param>
/// <param name="Kind">What the phrase relies on.</param>
internal sealed record PhraseSample(string Phrase, int[] Targets, PhraseKind Kind)
{
    /// <summary>True where the right answer is an empty mask.</summary>
    public bool IsAbsent => Targets.Length == 0;
}
