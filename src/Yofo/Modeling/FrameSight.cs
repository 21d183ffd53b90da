using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// One frame as the image encoder sees it: at the working size, and with more pixels where somebody asks for that and the frame has so many.
/// The features of the second kind belong to no dispose scope: whoever asked for them disposes this, or what was mined with them.
/// </summary>
internal sealed class FrameSight : IDisposable
{
    /// <summary>Pixels of a finer look, by those of the working size [ours; docs/experiments.md].</summary>
    public const double Finely = 1.8;

    private readonly Func<ImageFeatures>? look;
    private ImageFeatures? finer;

    /// <summary>A frame that is encoded already, and of which there is no more to see.</summary>
    public FrameSight(ImageFeatures whole)
        : this(whole, null)
    {
    }

    private FrameSight(ImageFeatures whole, Func<ImageFeatures>? look) => (Whole, this.look) = (whole, look);

    /// <summary>The frame at the working size.</summary>
    public ImageFeatures Whole { get; }

    /// <summary>Whether the frame has more pixels to show.</summary>
    public bool HasFiner => look is not null;

    /// <summary>The frame with more pixels, encoded when it is first asked for; null where the frame itself has not so many.</summary>
    public ImageFeatures? Finer => finer ??= look?.Invoke().Map(values => values.DetachFromDisposeScope());

    /// <summary>Looks at a frame.</summary>
    /// <param name="encoder">The image encoder.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="frame">The frame; its pixels are needed for as long as a finer look may be asked for.</param>
    /// <param name="pixels">The working size.</param>
    public static FrameSight Of(ImageEncoder encoder, Device device, Frame frame, int pixels = ImageInput.WorkingPixels)
    {
        var more = (int)(pixels * Finely);
        return new FrameSight(Look(pixels), (long)frame.Width * frame.Height >= more ? () => Look(more) : null);

        ImageFeatures Look(int size) => encoder.call(ImageInput.FromFrame(frame, size).to(device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in finer?.Tensors ?? [])
        {
            tensor.Dispose();
        }
    }
}
