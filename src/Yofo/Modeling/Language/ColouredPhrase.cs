using Yofo.Modeling.Vision;

namespace Yofo.Modeling.Language;

/// <summary>A phrase that says which colour its object has, or wears.</summary>
/// <param name="Phrase">Index of the phrase.</param>
/// <param name="Colours">Indices of the colours in <see cref="ColourNames.All"/>, at least one; each is to be seen.</param>
/// <param name="IsWorn">Whether a part of the object has them ("the man in red"), not the object ("the red car").</param>
internal sealed record ColouredPhrase(int Phrase, IReadOnlyList<int> Colours, bool IsWorn);
