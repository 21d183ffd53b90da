using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>A frame of which the words have chosen candidates, and nothing is painted yet.</summary>
/// <param name="Image">Its features.</param>
/// <param name="Outlines">Outlines of its candidates.</param>
/// <param name="Answer">What the words of N phrases say of the candidates; null with feature mining off.</param>
/// <param name="Presence">[N]: logit that what is meant is in the frame at all; null with feature mining off.</param>
internal sealed record ChosenFrame(ImageFeatures Image, CandidateOutlines Outlines, CandidateAnswer? Answer, Tensor? Presence)
{
    /// <summary>The same for some of the phrases, in the order given.</summary>
    /// <param name="phrases">Their indices, long, [M].</param>
    public ChosenFrame Rows(Tensor phrases) => this with { Answer = Answer?.Rows(phrases), Presence = Presence?.index_select(0, phrases) };
}
