using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Training;
using Yofo.Video;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Tiny;

/// <summary>The tiny configuration, small enough to train in a test, and pictures for it: a bright square that moves over a dark frame.</summary>
internal static class TinyNetwork
{
    public const int Height = 64, Width = 96;

    public static NetworkOptions Options { get; } = new()
    {
        Name = "tiny",
        ImageEncoder = "tiny",
        LanguageEncoder = "hashed",
        TokenWidth = 24,
        TokenLayers = 1,
        DenseWidth = 16,
        OutlineWidth = 16,
        Outlined = 2,
        BimodalChannels = 4,
        TransferHidden = 8,
        TransferChannels = 4,
        FirstSteps = 4,
        NextSteps = 2,
        DecoderWidth = 16,
    };

    public static ModelFolder Folder { get; } = new(Path.Combine(Shared.Root, "models"));

    /// <summary>Fresh weights, as training starts from; ready for prediction.</summary>
    public static YofoNetwork Build(NetworkOptions? options = null)
    {
        manual_seed(1);
        var network = Folder.Build(options ?? Options);
        network.eval();
        return network;
    }

    /// <summary>Weights of which none is zero, so that every path carries something; about half of a mask's logits are above 0.</summary>
    public static YofoNetwork BuildStirred(NetworkOptions? options = null)
    {
        var network = Build(options);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (index, (name, parameter)) in network.named_parameters().Index())
        {
            // As large as libtorch begins with, but the same each time: its own draws are shared by all tests that run.
            if (parameter.ndim > 1)
            {
                parameter.copy_(Tensors.Normal(index + 1000, ScalarType.Float32, parameter.shape) / Math.Sqrt(3.0 * parameter.numel() / parameter.shape[0]));
            }
            else if (name.EndsWith(".bias", StringComparison.Ordinal))
            {
                parameter.zero_();
            }

            parameter.add_(Tensors.Normal(index, ScalarType.Float32, parameter.shape) * 0.1);
        }

        var frame = network.Mine(network.ImageEncoder.call(Picture(0)), network.LanguageEncoder.call(["the square", "dog"]));
        var logits = network.Decode(frame, frame.Sample, null).Decoded.Mask;
        network.named_parameters().Single(pair => pair.name == "mask_decoder.mask.bias").parameter.sub_(logits.median());
        return network;
    }

    /// <summary>Left column, top row and side of the bright square in a frame.</summary>
    public static (int X, int Y, int Side) Square(int frame) => (16 + (4 * (frame % 12)), 16, 24);

    /// <summary>A frame as the image encoder sees it: [1, 3, 64, 96], 0 to 255.</summary>
    public static Tensor Picture(int frame)
    {
        var (x, y, side) = Square(frame);
        var picture = Tensors.Normal(frame, ScalarType.Float32, 1, 3, Height, Width).mul_(5).add_(40).clamp_(0, 255);
        picture.narrow(2, y, side).narrow(3, x, side).add_(180);
        return picture;
    }

    /// <summary>The same as bytes, at any size.</summary>
    public static Frame Frame(int number, int width = Width, int height = Height)
    {
        var (x, y, side) = Square(number);
        var bytes = new byte[width * height * 3];
        new Random(number).NextBytes(bytes);
        for (var pixel = 0; pixel < width * height; pixel++)
        {
            var (column, row) = (pixel % width * Width / width, pixel / width * Height / height);
            var bright = column >= x && column < x + side && row >= y && row < y + side;
            for (var channel = 0; channel < 3; channel++)
            {
                bytes[(3 * pixel) + channel] = (byte)((bytes[(3 * pixel) + channel] / 10) + (bright ? 200 : 30));
            }
        }

        return new Frame(number, number / 25.0, width, height, bytes);
    }

    /// <summary>The loss of a short clip, memory and all, as the third stage of training has it; the first phrase is the square, the others are absent.</summary>
    public static Tensor ClipLoss(YofoNetwork network, int frames, params string[] phrases)
    {
        var language = network.LanguageEncoder.call(phrases);
        using var memory = new TargetMemory(new MemoryOptions { Interval = 1, Decay = 0.05 });
        var losses = new List<Tensor>();
        Tensor? kernel = null;
        for (var number = 0; number < frames; number++)
        {
            var frame = ClipFrame(network.ImageEncoder.call(Picture(number)), number, phrases.Length);
            var mined = network.Mine(frame.Image, language);
            if (mined.Sample is { } sample)
            {
                memory.Write(sample, FrameConfidence.Of(mined.Mined));
            }

            (var decoded, kernel) = network.Decode(mined, mined.Sample is null ? null : memory.Read(), kernel);
            losses.Add(WholeLoss.Of(decoded, mined.Mined, frame, new RunningMean()));
        }

        return stack(losses).mean();
    }

    /// <summary>What is true of a frame: the first phrase means the square, the others nothing.</summary>
    public static ClipFrame ClipFrame(ImageFeatures image, int number, int phrases)
    {
        var (x, y, side) = Square(number);
        var truth = zeros(phrases, 1, Height / 4, Width / 4);
        truth[0, 0].narrow(0, y / 4, side / 4).narrow(1, x / 4, side / 4).fill_(1);
        var presence = zeros(phrases);
        presence[0] = 1;
        var overlaps = zeros(phrases, image.Candidates.Count);
        var box = MaskImage.Box(truth[0, 0]);
        overlaps[0].copy_(tensor(TrainingBoxes.Overlaps(TrainingBoxes.Of(image.Candidates), box)));
        overlaps[0, 5] = 0.6f; // the left half stands for a candidate that holds the square
        return new ClipFrame(image, truth, presence, overlaps);
    }
}
