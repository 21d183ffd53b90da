using BenchmarkDotNet.Attributes;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Benchmarks;

/// <summary>
/// The paper's boxes behind the encoders, one frame of 576 x 320 working pixels, one phrase, one thread, random weights:
/// the sizes are the compact configuration's, and the time depends on nothing else.
/// </summary>
[BenchmarkCategory("network")]
public class NetworkBenchmarks
{
    private YofoNetwork network = null!;
    private MaskDecoder decoder = null!;
    private ImageFeatures image = null!;
    private LanguageFeatures language = null!;
    private MinedFrame frame = null!;
    private TransferSample sample = null!;
    private Tensor kernel = null!;
    private Tensor transferred = null!;

    [GlobalSetup]
    public void Setup()
    {
        set_num_threads(1);
        random.manual_seed(1);
        using var frozen = no_grad();
        using var encoder = new CompactShapes();
        var words = new CompactWords();
        network = new YofoNetwork(new NetworkOptions(), encoder, words, new NameSpace(words.Names(CocoNames.All), words.Names(ColourNames.All)));
        decoder = new MaskDecoder(network.Options, encoder.Channels);
        network.eval();
        decoder.eval();
        image = encoder.Frame();
        language = words.call(["the white bird on the left"]);
        frame = network.Mine(image, language);
        sample = frame.Sample!;
        kernel = network.MetaTransfer!.Solve(sample, null);
        transferred = MetaTransfer.Transfer(frame.X!, kernel);
    }

    [Benchmark(Description = "FM: candidates, outlines, dense mining")]
    public void Mine()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _ = network.FeatureMining!.Mine(network.Choose(image, language), language);
    }

    [Benchmark(Description = "MT: normal equations of a frame")]
    public void Sample()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _ = MetaTransfer.Sample(frame.X!, frame.Mined.Y, frame.Mined.W);
    }

    [Benchmark(Description = "MT: steepest descent, first frame (8 steps)")]
    public void SolveFirst()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _ = network.MetaTransfer!.Solve(sample, null);
    }

    [Benchmark(Description = "MT: steepest descent, later frame (3 steps)")]
    public void SolveNext()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _ = network.MetaTransfer!.Solve(sample, kernel);
    }

    [Benchmark(Description = "decoder")]
    public void Decode()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _ = decoder.Decode(image, transferred, frame.Mined, frame.Outlines, remembers: true); // FM has made the outlines already, as in a video
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        network.Dispose();
        decoder.Dispose();
    }
}
