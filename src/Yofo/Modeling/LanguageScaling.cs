namespace Yofo.Modeling;

/// <summary>Fixed factors that bring language states to about unit variance.</summary>
internal static class LanguageScaling
{
    /// <summary>For states of words and windows: their root mean square is 0.42 (minilm.md).</summary>
    public const double Words = 1 / 0.42;

    /// <summary>For sentence vectors, which are of unit length: the root of 384.</summary>
    public const double Sentence = 19.6;
}
