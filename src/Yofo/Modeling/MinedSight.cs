using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// A frame as it was mined for all phrases of a session: at the working size for those that mean something large, with more pixels for the others, each
/// phrase in one look. Disposing it frees all its tensors; it is to be disposed only where they belong to no dispose scope (<see cref="Detach"/>).
/// </summary>
/// <param name="Looks">The one look, or both.</param>
/// <param name="Height">Rows of the working size at stride 4, whatever the looks have.</param>
/// <param name="Width">Columns.</param>
internal sealed record MinedSight(IReadOnlyList<MinedLook> Looks, long Height, long Width) : IDisposable
{
    /// <summary>The rows of both looks together, in the order of the phrases.</summary>
    /// <param name="rows">[M, ...] of each look.</param>
    /// <returns>[N, ...].</returns>
    public Tensor Join(IReadOnlyList<Tensor> rows)
    {
        if (Looks.Count == 1)
        {
            return rows[0];
        }

        var phrases = Looks.SelectMany(look => look.Phrases).ToList();
        return cat([.. rows], 0).index_select(0, tensor([.. phrases.Index().OrderBy(pair => pair.Item).Select(pair => (long)pair.Index)], device: rows[0].device));
    }

    /// <summary>Maps on the grid of a look, of stride 4, on that of the working size: [N, C, h, w] to [N, C, Height, Width].</summary>
    public Tensor Fit(Tensor map) => Grid.Fit(map, Height, Width);

    /// <summary>Takes all tensors out of the dispose scope of this thread: another thread goes on with them. Returns itself.</summary>
    public MinedSight Detach()
    {
        foreach (var look in Looks)
        {
            look.Frame.Detach();
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var look in Looks)
        {
            look.Frame.Dispose();
        }
    }
}
