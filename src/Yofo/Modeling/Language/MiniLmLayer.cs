using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Language;

/// <summary>One of the six transformer layers: post-norm, 12 heads of 32 (B phrases, T tokens, D = 384).</summary>
internal sealed class MiniLmLayer(Safetensors file, int index) : IDisposable
{
    private const int Heads = 12;

    private readonly Affine queryKeyValue = Affine.Read(
        file, $"layer{index}.attention.query", $"layer{index}.attention.key", $"layer{index}.attention.value");

    private readonly Affine output = Affine.Read(file, $"layer{index}.attention.output");
    private readonly Affine norm1 = Affine.Read(file, $"layer{index}.norm1");
    private readonly Affine ffn1 = Affine.Read(file, $"layer{index}.ffn1");
    private readonly Affine ffn2 = Affine.Read(file, $"layer{index}.ffn2");
    private readonly Affine norm2 = Affine.Read(file, $"layer{index}.norm2");

    private Affine[] All => [queryKeyValue, output, norm1, ffn1, ffn2, norm2];

    /// <summary>The layer's states; <paramref name="mask"/> [B, 1, 1, T] is added to the scores, null where nothing is padded.</summary>
    public Tensor Forward(Tensor x, Tensor? mask)
    {
        var (batch, tokens, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var heads = queryKeyValue.Linear(x) // [B, T, 3D]
            .view(batch, tokens, 3, Heads, width / Heads).permute(2, 0, 3, 1, 4); // [3, B, 12, T, 32]
        var joined = nn.functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], mask) // scale 1 / sqrt(32)
            .transpose(1, 2).reshape(batch, tokens, width); // [B, T, D]
        x = norm1.Norm(x + output.Linear(joined));
        return norm2.Norm(x + ffn2.Linear(nn.functional.gelu(ffn1.Linear(x)))); // gelu with erf
    }

    /// <summary>Moves the weights to a device.</summary>
    public void To(Device device)
    {
        foreach (var affine in All) affine.To(device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var affine in All) affine.Dispose();
    }
}
