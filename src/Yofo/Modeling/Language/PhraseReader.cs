using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Yofo.Modeling.Language;

/// <summary>
/// Makes <see cref="PhraseFeatures"/> of phrases. Every feature is a weighted mean of token states, so a batch is one product:
/// weights [B, R, T] times states [B, T, D] (B phrases, R features of a phrase, T tokens, D = 384).
/// </summary>
internal sealed class PhraseReader(MiniLm encoder)
{
    /// <summary>The features of one phrase.</summary>
    /// <exception cref="YofoException">The phrase is empty or too long (<see cref="PhraseRules"/>).</exception>
    public PhraseFeatures Extract(string phrase) => Extract([phrase])[0];

    /// <summary>The features of each phrase, in the order given; give many at once (hundreds), they are encoded by like length.</summary>
    /// <exception cref="YofoException">A phrase is empty or too long (<see cref="PhraseRules"/>).</exception>
    public IReadOnlyList<PhraseFeatures> Extract(IReadOnlyList<string> phrases)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var tokenized = phrases.Select(phrase => encoder.Tokenizer.Tokenize(PhraseRules.Check(phrase))).ToArray();
        var features = new PhraseFeatures[phrases.Count];
        foreach (var batch in MiniLm.Batches(tokenized))
        {
            using var step = NewDisposeScope();
            var parts = batch.Select(index => tokenized[index]).ToArray();
            var spans = parts.Select(part => NounPhrase.Find(part.Words)).ToArray();
            var states = encoder.Forward(parts); // [B, T, D]
            var rows = Weights(parts, spans, (int)states.shape[1]).to(encoder.Device).matmul(states); // [B, R, D]
            var sentences = rows.narrow(1, 0, 1); // [B, 1, D]
            sentences.div_(sentences.norm(2, keepdim: true));
            for (var row = 0; row < parts.Length; row++)
            {
                var own = rows[row].narrow(0, 0, RowCount(parts[row])).clone();
                features[batch[row]] = new PhraseFeatures(own, parts[row].Words, spans[row]).MoveToOuterDisposeScope();
            }
        }

        return [.. features.Select(feature => feature.MoveToOuterDisposeScope())];
    }

    private static int RowCount(TokenizedPhrase phrase) =>
        PhraseFeatures.FirstWord + phrase.Words.Length + PhraseFeatures.WindowCount(phrase.Words.Length);

    private static Tensor Weights(TokenizedPhrase[] phrases, NounPhrase[] spans, int tokens)
    {
        var rows = phrases.Max(RowCount);
        var weights = zeros(phrases.Length, rows, tokens); // [B, R, T]
        var values = MemoryMarshal.Cast<byte, float>(weights.bytes);
        for (var index = 0; index < phrases.Length; index++)
        {
            Fill(values.Slice(index * rows * tokens, rows * tokens), tokens, phrases[index], spans[index]);
        }

        return weights;
    }

    private static void Fill(Span<float> values, int tokens, TokenizedPhrase phrase, NounPhrase span)
    {
        var (words, pieces) = (phrase.Words.Length, new int[phrase.Words.Length]);
        foreach (var word in phrase.WordOf.Where(word => word >= 0)) pieces[word]++;
        var nounPieces = span.Words.Sum(word => pieces[word]);
        for (var token = 0; token < phrase.Ids.Length; token++)
        {
            values[token] = 1f / phrase.Ids.Length; // sentence: [CLS] and [SEP] count
            var word = phrase.WordOf[token];
            if (word < 0) continue;

            var share = 1f / pieces[word];
            if (Array.BinarySearch(span.Words, word) >= 0) values[tokens + token] = 1f / nounPieces;
            if (word == span.HeadNoun) values[(2 * tokens) + token] = share;
            values[((PhraseFeatures.FirstWord + word) * tokens) + token] = share;

            // Windows of a size start at every word that has enough words after it; a lone word is its own window.
            var row = PhraseFeatures.FirstWord + words;
            for (var size = words == 1 ? 1 : 2; size <= Math.Min(3, words); size++)
            {
                var count = words - size + 1;
                for (var start = Math.Max(0, word - size + 1); start <= Math.Min(word, count - 1); start++)
                {
                    values[((row + start) * tokens) + token] = share / size;
                }

                row += count;
            }
        }
    }
}
