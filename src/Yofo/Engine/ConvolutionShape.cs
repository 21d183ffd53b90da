namespace Yofo.Engine;

/// <summary>How a convolution goes over its input, along both sides alike.</summary>
internal sealed record ConvolutionShape
{
    /// <summary>Describes one.</summary>
    /// <param name="stride">Cells from one output to the next.</param>
    /// <param name="padding">Cells of 0 around the input.</param>
    /// <param name="dilation">Cells from one point of the kernel to the next.</param>
    /// <param name="groups">Groups of channels that are convolved apart.</param>
    public ConvolutionShape(long stride, long padding, long dilation, long groups)
    {
        (Stride, Padding, Dilation, Groups) = ([stride, stride], [padding, padding], [dilation, dilation], groups);
    }

    /// <summary>Of rows and columns.</summary>
    public long[] Stride { get; }

    /// <summary>Of rows and columns.</summary>
    public long[] Padding { get; }

    /// <summary>Of rows and columns.</summary>
    public long[] Dilation { get; }

    /// <summary>1: all channels see all; as many as channels: each sees itself.</summary>
    public long Groups { get; }
}
