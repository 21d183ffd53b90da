using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>A frame mined for some of the phrases of a session.</summary>
/// <param name="Phrases">Their indices, ascending.</param>
/// <param name="Frame">The frame, its rows in that order.</param>
internal sealed record MinedLook(IReadOnlyList<int> Phrases, MinedFrame Frame)
{
    /// <summary>The rows of these phrases.</summary>
    /// <param name="rows">[N, ...], of all phrases of the session.</param>
    /// <returns>[M, ...].</returns>
    public Tensor Own(Tensor rows) => Phrases.Count == rows.shape[0] ? rows : rows.index_select(0, tensor([.. Phrases.Select(phrase => (long)phrase)], device: rows.device));
}
