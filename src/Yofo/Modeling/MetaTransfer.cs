using TorchSharp.Modules;
using Yofo.Engine;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Meta-transfer (MT) [paper]: a convolution whose kernel tau is found while the video runs, so that from the image feature x
/// it reconstructs the bi-modal feature Y on the frames in memory, each position weighted by W. What it cannot reconstruct from
/// the image (redundant language, chance hits) is left behind; what it can, it carries to the next frames.
/// N phrases, h x w cells of stride 8 [ours; LWL: 16], P = Cx * 3 * 3.
/// </summary>
internal sealed class MetaTransfer : Module
{
    private readonly Conv2d project_middle;
    private readonly Conv2d project_coarse;
    private readonly Conv2d project;
    private readonly Parameter regularisation;
    private readonly NetworkOptions options;

    /// <summary>Creates the module.</summary>
    /// <param name="options">Sizes and numbers of steps.</param>
    /// <param name="channels">Channels of the image encoder's maps.</param>
    public MetaTransfer(NetworkOptions options, (int Fine, int Middle, int Coarse) channels)
        : base(nameof(MetaTransfer))
    {
        this.options = options;
        project_middle = Conv2d(channels.Middle, options.TransferHidden, 1);
        project_coarse = Conv2d(channels.Coarse, options.TransferHidden, 1);
        project = Conv2d(options.TransferHidden, options.TransferChannels, 3, padding: 1);
        regularisation = Parameter(tensor(0.01f)); // lambda = its square = 1e-4 at the start [LWL]
        RegisterComponents();
    }

    /// <summary>Image feature x of a frame: [1, Cx, h, w], scaled so that an unfolded position has about unit length [LWL].</summary>
    public Tensor ImageFeature(ImageFeatures image)
    {
        using var stage = StageClock.Measure("MT: image feature");
        var hidden = functional.gelu(project_middle.Convolve(image.Middle) + Grid.Upsample(project_coarse.Convolve(image.Coarse), 2));
        var x = project.Convolve(hidden);
        var rms = (x * x).mean([1, 2, 3], keepdim: true).add(1e-6).rsqrt();
        return x * rms / Math.Sqrt(9.0 * options.TransferChannels);
    }

    /// <summary>Prepares a frame for the solver.</summary>
    /// <param name="x">[1, Cx, h, w].</param>
    /// <param name="y">[N, Cy, h, w].</param>
    /// <param name="w">[N, 1, h, w].</param>
    public static TransferSample Sample(Tensor x, Tensor y, Tensor w)
    {
        using var stage = StageClock.Measure("MT: sample");
        var unfolded = functional.unfold(x, 3, padding: 1);                             // [1, P, h w]
        var cells = unfolded.shape[2];
        var weights = w.square().reshape(w.shape[0], 1, cells) / cells;                 // [N, 1, h w]; a mean, whatever the frame's size
        var targets = y.reshape(y.shape[0], y.shape[1], cells).transpose(1, 2);         // [N, h w, Cy]
        // Phrase by phrase: 3 MB each at 480p, which of many at once come as fresh pages every time.
        var samples = Enumerable.Range(0, (int)w.shape[0]).Select(row => One(weights.narrow(0, row, 1), targets.narrow(0, row, 1))).ToList();
        return samples.Count == 1 ? samples[0] : new TransferSample(cat([.. samples.Select(sample => sample.Gram)]), cat([.. samples.Select(sample => sample.Moment)]));

        TransferSample One(Tensor weight, Tensor target)
        {
            using var scope = NewDisposeScope();
            var weighted = unfolded * weight;                                           // [1, P, h w]
            var (gram, moment) = (Gram(weighted, unfolded.transpose(1, 2)), weighted.matmul(target));
            return new TransferSample(gram.MoveToOuterDisposeScope(), moment.MoveToOuterDisposeScope());
        }
    }

    // A symmetric product: only the blocks on and above the diagonal are computed, two thirds of the work.
    private static Tensor Gram(Tensor weighted, Tensor transposed)
    {
        var (rows, blocks) = (weighted.shape[1], weighted.shape[1] % 3 == 0 ? 3 : 1);
        var size = rows / blocks;
        var upper = new Tensor[blocks];
        var lines = new Tensor[blocks];
        for (var block = 0; block < blocks; block++)
        {
            var from = block * size;
            upper[block] = weighted.narrow(1, from, size).matmul(transposed.narrow(2, from, rows - from)); // [N, P/3, P - from]
            var below = Enumerable.Range(0, block).Select(above => upper[above].narrow(2, (block - above) * size, size).transpose(1, 2));
            lines[block] = cat([.. below, upper[block]], 2);
        }

        return cat(lines, 1);
    }

    /// <summary>Finds the kernel.</summary>
    /// <param name="memory">Weighted sum of the samples in memory (weights sum to 1).</param>
    /// <param name="start">Kernel of the frame before, or null for zero.</param>
    /// <returns>tau: [N, P, Cy].</returns>
    public Tensor Solve(TransferSample memory, Tensor? start)
    {
        using var stage = StageClock.Measure("MT: solve");
        return SteepestDescent.Solve(
            memory.Gram,
            memory.Moment,
            regularisation.square(),
            start ?? zeros_like(memory.Moment),
            start is null ? options.FirstSteps : options.NextSteps);
    }

    /// <summary>Applies the kernel: the transferred feature Y~ = x * tau, [N, Cy, h, w].</summary>
    public static Tensor Transfer(Tensor x, Tensor tau)
    {
        using var stage = StageClock.Measure("MT: transfer");
        var kernel = tau.transpose(1, 2).reshape(tau.shape[0] * tau.shape[2], x.shape[1], 3, 3);
        var transferred = functional.conv2d(x, kernel, padding: [1L, 1L]);              // [1, N Cy, h, w]
        return transferred.reshape(tau.shape[0], tau.shape[2], x.shape[2], x.shape[3]);
    }
}
