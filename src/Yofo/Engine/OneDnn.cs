using System.Runtime.InteropServices;
using static TorchSharp.torch;
using unsafe Context = delegate* unmanaged<nint>;
using unsafe Switch = delegate* unmanaged<nint, byte, void>;

namespace Yofo.Engine;

/// <summary>
/// Whether oneDNN, which computes libtorch's convolutions on a CPU, computes them rightly here. Where a virtual machine hides the processor's caches, it guesses their sizes, and with
/// those some of its kernels give other numbers, off by as much as the numbers are, or end the process by a division by zero: of 1 x 1 (<c>brgconv_1x1</c>), of bf16, of
/// gradients (seen in libtorch 2.10 on an EPYC of family 26 in such a machine). A short test finds that out; then what was seen to go wrong is computed otherwise, which is
/// slower [ours; docs/engine.md]. Convolutions of 3 x 3 and more in fp32, forwards, were right there too, and stay.
/// </summary>
internal static unsafe class OneDnn
{
    // Channels in and out, and cells a side: some that were seen to go wrong, all but one of the network's own layers.
    private static readonly (int In, int Out, int Side)[] Probes = [(232, 232, 5), (720, 208, 6), (352, 1280, 4), (960, 320, 5)];

    private static readonly Lazy<bool> Wrong = new(() => !IsRight() && TurnOff());

    /// <summary>
    /// Whether some of its convolutions are wrong here. Then libtorch has been told not to use it of its own accord, and <see cref="FusedConvolution"/> calls it only for what was seen to be
    /// right. To be asked before the first convolution that learns.
    /// </summary>
    public static bool IsWrong => Wrong.Value;

    /// <summary>A convolution of 1 x 1 as the product of matrices that it is, with gradients where they are wanted.</summary>
    /// <param name="input">[B, in, H, W].</param>
    /// <param name="weight">[out, in, 1, 1].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">Cells from one output to the next.</param>
    /// <returns>[B, out, H / stride, W / stride], in the input's layout.</returns>
    public static Tensor Multiply(Tensor input, Tensor weight, Tensor? bias, long stride)
    {
        var cells = input.permute(0, 2, 3, 1);                                                               // [B, H, W, in]
        if (stride > 1)
        {
            cells = cells.slice(1, 0, cells.shape[1], stride).slice(2, 0, cells.shape[2], stride);
        }

        var answer = nn.functional.linear(cells, weight.flatten(1), bias).permute(0, 3, 1, 2);
        return input.stride()[1] == 1 ? answer : answer.contiguous();
    }

    /// <summary>Whether a kernel is one of 1 x 1 that sees all channels of an input.</summary>
    public static bool IsPointwise(Tensor input, Tensor weight) => weight.shape is [_, var channels, 1, 1] && channels == input.shape[1];

    // Small whole numbers, whose sums are exact.
    private static bool IsRight()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var generator = new Generator(1); // of its own: what is drawn elsewhere stays the same
        return Array.TrueForAll(Probes, probe =>
        {
            using var step = NewDisposeScope();
            var input = randint(-1, 2, [1, probe.Side, probe.Side, probe.In], ScalarType.Float32, generator: generator).permute(0, 3, 1, 2);
            var weight = randint(-1, 2, [probe.Out, probe.In, 1, 1], ScalarType.Float32, generator: generator);
            var sums = Multiply(input, weight, null, 1);
            bool Agrees(Tensor? answer) => answer is null || answer.eq(sums).all().item<bool>();
            return Agrees(FusedConvolution.ApplyAnyway(input, weight, new ConvolutionShape(1, 0, 1, 1)))
                && Agrees(nn.functional.conv2d(input, weight, null, [1L, 1L], [0L, 0L], [2L, 2L], 1)); // dilated, as a single point cannot be: oneDNN's with one thread too
        });
    }

    // libtorch's switches, which TorchSharp has no call for. NNPACK, which it would ask next, needs the caches' sizes as well, and complains of that on the console each time.
    private static bool TurnOff()
    {
        if (Find("_ZN2at13globalContextEv") is not 0 and var context)
        {
            var settings = ((Context)context)();
            foreach (var name in new[] { "_ZN2at7Context20setUserEnabledMkldnnEb", "_ZN2at7Context20setUserEnabledNNPACKEb" })
            {
                if (Find(name) is not 0 and var turn)
                {
                    ((Switch)turn)(settings, 0);
                }
            }
        }

        return true;
    }

    private static nint Find(string name) =>
        TorchLoader.CpuLibrary != 0 && NativeLibrary.TryGetExport(TorchLoader.CpuLibrary, name, out var address) ? address : 0;
}
