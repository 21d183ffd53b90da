using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>What the words say of the candidates.</summary>
/// <param name="Choice">[N, K]: logits, over the candidates of a frame, to be the one that is meant.</param>
/// <param name="Member">[N, K]: logit of each to be (part of) what is meant, several may be.</param>
/// <param name="Presence">[N]: logit that what is meant is in the frame at all.</param>
internal sealed record CandidateAnswer(Tensor Choice, Tensor Member, Tensor Presence)
{
    /// <summary>[N, K]: 1 where a candidate is surely part of what is meant beside the chosen one (<see cref="CandidateUnion"/>); null where nothing is.</summary>
    public Tensor? Also { get; init; }

    /// <summary>The answers to some of the phrases.</summary>
    public CandidateAnswer Rows(long start, long count) =>
        new(Choice.narrow(0, start, count), Member.narrow(0, start, count), Presence.narrow(0, start, count));
}
