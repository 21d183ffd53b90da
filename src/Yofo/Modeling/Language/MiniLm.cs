using System.Runtime.InteropServices;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Language;

/// <summary>
/// all-MiniLM-L6-v2, the frozen language encoder: a phrase to one state of 384 numbers per token (B phrases, T tokens, D = 384).
/// The word table stays int8; rows are gathered, then widened. Weights: shared/weights/minilm.md.
/// </summary>
internal sealed class MiniLm : IDisposable
{
    /// <summary>Width D of a state.</summary>
    public const int Width = 384;

    private const int Layers = 6;
    private const int FullBatch = 16; // [ours] enough phrases for full speed on a CPU: from here on a longer phrase starts a new batch
    private const int MaximumBatch = 64; // [ours] more phrases a pass gain nothing on a CPU
    private const int MaximumBatchTokens = 8192; // [ours] keeps the scores of 254-piece phrases small

    private readonly Affine norm;
    private readonly MiniLmLayer[] layers;
    private Tensor words; // int8 [30522, D]
    private Tensor scales; // [30522, 1]
    private Tensor positions; // [512, D], token type 0 added: every token of a phrase has it

    /// <summary>Takes the weights from an opened file.</summary>
    public MiniLm(Safetensors file, WordPieceTokenizer tokenizer)
    {
        using var scope = NewDisposeScope();
        Tokenizer = tokenizer;
        words = file.Read("embeddings.word.weight").DetachFromDisposeScope();
        scales = file.ReadFloat("embeddings.word.scale").unsqueeze(1).DetachFromDisposeScope();
        positions = (file.ReadFloat("embeddings.position.weight") + file.ReadFloat("embeddings.token_type.weight")[0]).DetachFromDisposeScope();
        norm = Affine.Read(file, "embeddings.norm");
        layers = [.. Enumerable.Range(0, Layers).Select(index => new MiniLmLayer(file, index))];
    }

    /// <summary>The tokenizer that makes this encoder's ids.</summary>
    public WordPieceTokenizer Tokenizer { get; }

    /// <summary>Where the weights are; inputs are sent there and states stay there. Default: the CPU.</summary>
    public Device Device => words.device;

    /// <summary>Reads <c>minilm.safetensors</c> and <c>minilm-vocab.txt</c> from a folder (<c>models/base</c>).</summary>
    /// <exception cref="YofoException">A file is missing, damaged or another one.</exception>
    public static MiniLm Load(string folder) => new(
        Safetensors.Open(Path.Combine(folder, "minilm.safetensors")),
        WordPieceTokenizer.Load(Path.Combine(folder, "minilm-vocab.txt")));

    /// <summary>States of one phrase's tokens [n, D], [CLS] first and [SEP] last.</summary>
    public Tensor Encode(string phrase) => Encode([phrase])[0];

    /// <summary>States of each phrase's tokens, in the order given: [n, D] each.</summary>
    public IReadOnlyList<Tensor> Encode(IReadOnlyList<string> phrases)
    {
        using var scope = NewDisposeScope();
        var tokenized = phrases.Select(Tokenizer.Tokenize).ToArray();
        var states = new Tensor[phrases.Count];
        foreach (var batch in Batches(tokenized))
        {
            using var step = NewDisposeScope();
            var padded = Forward([.. batch.Select(index => tokenized[index])]);
            for (var row = 0; row < batch.Length; row++)
            {
                states[batch[row]] = padded[row].narrow(0, 0, tokenized[batch[row]].Ids.Length).clone().MoveToOuterDisposeScope();
            }
        }

        return [.. states.Select(state => state.MoveToOuterDisposeScope())];
    }

    /// <summary>States of a batch [B, T, D]; rows beyond a phrase's own tokens mean nothing. No gradient is recorded.</summary>
    public Tensor Forward(IReadOnlyList<TokenizedPhrase> phrases)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (batch, tokens) = (phrases.Count, phrases.Max(phrase => phrase.Ids.Length));
        var ids = zeros([batch, tokens], ScalarType.Int32); // 0 = [PAD]
        var padding = zeros([batch, 1, 1, tokens]);
        Fill(ids, padding, phrases, tokens);
        ids = ids.to(Device).view(-1);

        var x = words.index_select(0, ids).to_type(ScalarType.Float32) * scales.index_select(0, ids); // [B T, D]
        x = norm.Norm(x.view(batch, tokens, Width) + positions.narrow(0, 0, tokens)); // [B, T, D]
        var mask = phrases.All(phrase => phrase.Ids.Length == tokens) ? null : padding.to(Device);
        foreach (var layer in layers)
        {
            using var step = NewDisposeScope();
            x = layer.Forward(x, mask).MoveToOuterDisposeScope();
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Indices of phrases to encode together: of like length, so that little is padded.</summary>
    public static IEnumerable<int[]> Batches(IReadOnlyList<TokenizedPhrase> phrases)
    {
        var batch = new List<int>();
        foreach (var index in Enumerable.Range(0, phrases.Count).OrderBy(index => phrases[index].Ids.Length))
        {
            // Sorted, so the first is the shortest and the newest the longest. One token of padding is let pass.
            var length = phrases[index].Ids.Length;
            if (batch.Count == MaximumBatch || (batch.Count + 1) * length > MaximumBatchTokens
                || (batch.Count >= FullBatch && length > phrases[batch[0]].Ids.Length + 1))
            {
                yield return [.. batch];
                batch.Clear();
            }

            batch.Add(index);
        }

        if (batch.Count > 0) yield return [.. batch];
    }

    /// <summary>Moves the encoder to a device; returns itself.</summary>
    public MiniLm To(Device device)
    {
        (words, scales, positions) = (Affine.Moved(words, device), Affine.Moved(scales, device), Affine.Moved(positions, device));
        norm.To(device);
        foreach (var layer in layers) layer.To(device);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        words.Dispose();
        scales.Dispose();
        positions.Dispose();
        norm.Dispose();
        foreach (var layer in layers) layer.Dispose();
    }

    private static void Fill(Tensor ids, Tensor padding, IReadOnlyList<TokenizedPhrase> phrases, int tokens)
    {
        var idValues = MemoryMarshal.Cast<byte, int>(ids.bytes);
        var maskValues = MemoryMarshal.Cast<byte, float>(padding.bytes);
        for (var row = 0; row < phrases.Count; row++)
        {
            var source = phrases[row].Ids;
            source.CopyTo(idValues[(row * tokens)..]);
            maskValues.Slice((row * tokens) + source.Length, tokens - source.Length).Fill(-1e9f);
        }
    }
}
