using Yofo.Data;
using Yofo.Modeling;

namespace Yofo.Training;

/// <summary>A still as the first stage sees it.</summary>
/// <param name="View">What is in it.</param>
/// <param name="Candidates">Its candidates, [1, K, ...].</param>
/// <param name="Told">What its captions say of single things in it.</param>
internal sealed record ChoiceStill(SceneView View, CandidateFeatures Candidates, IReadOnlyList<CaptionPhrase> Told);
