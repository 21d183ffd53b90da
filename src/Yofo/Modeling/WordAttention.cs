using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>Cross-attention from pixels to words: S positions of a map ask L words. One head a 32 channels.</summary>
internal sealed class WordAttention : Module
{
    private readonly Conv2d query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly int heads;

    /// <summary>Creates the attention.</summary>
    public WordAttention(int channels, int languageChannels)
        : base(nameof(WordAttention))
    {
        heads = Math.Max(1, channels / 32);
        query = Conv2d(channels, channels, 1);
        key = Linear(languageChannels, channels);
        value = Linear(languageChannels, channels);
        RegisterComponents();
    }

    /// <summary>Sees each position's shares of the words, [N, heads, S, L], sum 1 over L, while they are read; null, and free, where nobody looks.</summary>
    public Action<Tensor>? Observe { get; set; }

    /// <summary>What each position reads from the words.</summary>
    /// <param name="map">[N, D, h, w].</param>
    /// <param name="words">[N, L, E].</param>
    /// <param name="mask">[N, L].</param>
    /// <returns>[N, D, h, w].</returns>
    public Tensor Read(Tensor map, Tensor words, Tensor mask)
    {
        var (count, channels, height, width) = (map.shape[0], map.shape[1], map.shape[2], map.shape[3]);
        var depth = channels / heads;
        var asked = query.Convolve(map).reshape(count, heads, depth, height * width).transpose(2, 3);            // [N, heads, S, d]
        var keys = key.call(words).reshape(count, -1, heads, depth).permute(0, 2, 3, 1) / Math.Sqrt(depth);  // [N, heads, d, L]
        var values = value.call(words).reshape(count, -1, heads, depth).transpose(1, 2);                     // [N, heads, L, d]
        var scores = asked.matmul(keys) + ((mask - 1) * 1e4).reshape(count, 1, 1, -1);
        var shares = scores.softmax(-1);                                                                     // [N, heads, S, L]
        Observe?.Invoke(shares);
        var read = shares.matmul(values);                                                                    // [N, heads, S, d]
        // In the layout of the map, so that adding the two walks through memory once.
        return map.stride(1) == 1
            ? read.transpose(1, 2).reshape(count, height, width, channels).permute(0, 3, 1, 2)
            : read.transpose(2, 3).reshape(count, channels, height, width);
    }
}
