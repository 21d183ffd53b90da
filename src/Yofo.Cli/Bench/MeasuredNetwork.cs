using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Cli.Bench;

/// <summary>Which network is measured, and in which size.</summary>
/// <param name="Options">A configuration, with fresh weights; null: the weights that <c>segment</c> uses.</param>
/// <param name="Precision">What it computes in, by its name.</param>
/// <param name="Size">Width and height that it sees, multiples of 32; null: the size that it chooses.</param>
internal sealed record MeasuredNetwork(NetworkOptions? Options, string Precision, (int Width, int Height)? Size)
{
    /// <summary>What it is called in the report; null where it is what <c>segment</c> uses.</summary>
    public string? Name => Options is null && Size is null
        ? null
        : (Options is null ? "compact" : $"{Options.Name} with fresh weights") + (Size is { } size ? $" at {size.Height}x{size.Width}" : "");

    /// <summary>What it computes in.</summary>
    public ScalarType Type => Yofo.Engine.Precision.Choose(Precision, CPU);

    /// <summary>Loads it.</summary>
    public Segmenter Load(int threads)
    {
        if (Options is null)
        {
            return Segmenter.Load(new SegmenterOptions { Threads = threads, Precision = Precision });
        }

        var network = UntrainedModel.Build(Options);
        network.ComputeIn(Type);
        return Segmenter.Of(network, threads);
    }

    /// <summary>Starts a session.</summary>
    public VideoSession Start(Segmenter segmenter, IReadOnlyList<string> phrases) =>
        Size is { } size ? segmenter.Start(phrases, new SessionOptions { WorkingPixels = size.Width * size.Height }) : segmenter.Start(phrases);

    /// <summary>A frame in that size, with pixels of its own.</summary>
    public Frame Own(Frame frame)
    {
        if (Size is not { } size)
        {
            return frame with { Rgb = frame.Rgb.ToArray() };
        }

        using var scope = NewDisposeScope();
        var picture = ImageInput.FromFrame(frame, size.Height, size.Width).squeeze(0).permute(1, 2, 0).round().clamp(0, 255).to_type(ScalarType.Byte).contiguous();
        return frame with { Width = size.Width, Height = size.Height, Rgb = picture.bytes.ToArray() };
    }
}
