using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>One pre-norm self-attention layer. [N, T, D] in and out; T tokens of width D.</summary>
internal sealed class TransformerLayer : Module<Tensor, Tensor, Tensor>
{
    /// <summary>Heads of attention.</summary>
    public const int Heads = 6;

    private readonly LayerNorm norm_attention;
    private readonly Linear query_key_value;
    private readonly Linear output;
    private readonly LayerNorm norm_feed;
    private readonly Linear feed_in;
    private readonly Linear feed_out;

    /// <summary>Share of what the layer adds that is left out, in training.</summary>
    public double Dropout { get; set; }

    /// <summary>Creates a layer of a width that 6 divides.</summary>
    public TransformerLayer(int width)
        : base(nameof(TransformerLayer))
    {
        norm_attention = LayerNorm(width);
        query_key_value = Linear(width, 3 * width);
        output = Linear(width, width);
        norm_feed = LayerNorm(width);
        feed_in = Linear(width, 2 * width);
        feed_out = Linear(2 * width, width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <param name="tokens">[N, T, D].</param>
    /// <param name="bias">[N, heads or 1, T or 1, T], added to the scores: a large negative number for padding.</param>
    public override Tensor forward(Tensor tokens, Tensor bias)
    {
        var (count, length, width) = (tokens.shape[0], tokens.shape[1], tokens.shape[2]);
        var parts = query_key_value.call(norm_attention.call(tokens)).reshape(count, length, 3, Heads, width / Heads).permute(2, 0, 3, 1, 4);
        var scores = parts[0].matmul(parts[1].transpose(-1, -2)) / Math.Sqrt(width / (double)Heads);  // [N, heads, T, T]
        var attended = (scores + bias).softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(count, length, width);
        tokens = tokens + functional.dropout(output.call(attended), Dropout, training);
        return tokens + functional.dropout(feed_out.call(functional.gelu(feed_in.call(norm_feed.call(tokens)))), Dropout, training);
    }
}
