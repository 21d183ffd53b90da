using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>What is known of N phrases and of the frame beside the network's answers, for <see cref="PresenceEvidence"/>; what is null says nothing.</summary>
internal sealed record PresenceHints
{
    /// <summary>What is looked at beside what the whole phrases say, logits [N] to [N] (<see cref="ColourEvidence"/>, <see cref="LandmarkEvidence"/>).</summary>
    public Func<Tensor, Tensor>? Weigh { get; init; }

    /// <summary>Which of the phrases say how their object moves.</summary>
    public IReadOnlyList<bool>? Moving { get; init; }

    /// <summary>Which of the phrases say nothing but what a thing is (<see cref="PhraseQuestions.Bare"/>).</summary>
    public IReadOnlyList<bool>? Bare { get; init; }

    /// <summary>What is said of what phrases name together with their objects ("the rider" of "a white horse and its rider"), and whose companions those are.</summary>
    public (CandidateAnswer Answer, IReadOnlyList<PhrasePart> Parts)? Together { get; init; }

    /// <summary>[N]: 1 where the detector plainly sees what the noun names (<see cref="CandidateNouns"/>).</summary>
    public Tensor? Seen { get; init; }
}
