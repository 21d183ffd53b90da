using Yofo.Modeling.Language;
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

    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors => Also is null ? [Choice, Member, Presence] : [Choice, Member, Presence, Also];

    /// <summary>The answers to some of the phrases.</summary>
    public CandidateAnswer Rows(long start, long count) =>
        new(Choice.narrow(0, start, count), Member.narrow(0, start, count), Presence.narrow(0, start, count));

    /// <summary>The answers to some of the phrases, in the order given.</summary>
    /// <param name="phrases">Their indices, long, [M].</param>
    public CandidateAnswer Rows(Tensor phrases)
    {
        var also = Also?.index_select(0, phrases);
        return new CandidateAnswer(Choice.index_select(0, phrases), Member.index_select(0, phrases), Presence.index_select(0, phrases))
        {
            Also = also is not null && also.any().item<bool>() ? also : null,
        };
    }

    /// <summary>These answers with those of some phrases replaced.</summary>
    /// <param name="parts">Which phrases, one a row of <paramref name="rows"/>.</param>
    /// <param name="rows">The answers that count instead.</param>
    public CandidateAnswer Replace(IReadOnlyList<PhrasePart> parts, CandidateAnswer rows)
    {
        if (parts.Count == 0)
        {
            return this;
        }

        var places = tensor([.. parts.Select(part => (long)part.Phrase)], device: Choice.device);
        return this with
        {
            Choice = Choice.index_copy(0, places, rows.Choice),
            Member = Member.index_copy(0, places, rows.Member),
            Presence = Presence.index_copy(0, places, rows.Presence),
        };
    }
}
