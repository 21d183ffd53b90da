using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>A frame between the network's two halves. Disposing it frees all its tensors; it is to be disposed only where they belong to no dispose scope (<see cref="Detach"/>).</summary>
/// <param name="Image">Its features.</param>
/// <param name="Outlines">Outlines of its candidates.</param>
/// <param name="Mined">What feature mining found, for N phrases.</param>
/// <param name="X">Image feature x of meta-transfer: [1, Cx, H/8, W/8]; null where meta-transfer is off.</param>
/// <param name="Sample">The frame as the inner solver sees it; null where meta-transfer is off.</param>
internal sealed record MinedFrame(ImageFeatures Image, CandidateOutlines Outlines, MinedFeatures Mined, Tensor? X, TransferSample? Sample) : IDisposable
{
    /// <summary>What was made of the image's features, which are not among it.</summary>
    public IEnumerable<Tensor> Made =>
    [
        .. Outlines.Tensors, .. Mined.Tensors,
        .. X is null ? Array.Empty<Tensor>() : [X],
        .. Sample is null ? Array.Empty<Tensor>() : [Sample.Gram, Sample.Moment],
    ];

    /// <summary>Takes all tensors out of the dispose scope of this thread: another thread goes on with them. Returns itself.</summary>
    public MinedFrame Detach()
    {
        foreach (var tensor in Image.Tensors.Concat(Made))
        {
            tensor.DetachFromDisposeScope();
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Image.Tensors.Concat(Made))
        {
            tensor.Dispose();
        }
    }
}
