using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// Plain numbers about candidates that need no training to be right [ours; training.md: +7 points]: geometry and order among
/// what stands out, and how near the words come to a candidate's class name and colour names.
/// </summary>
internal static class CandidateSigns
{
    /// <summary>Length of a row of <see cref="Geometry"/>.</summary>
    public const int GeometryCount = 10 + (2 * 5);

    /// <summary>Length of a row of <see cref="Similarity"/>.</summary>
    public const int SimilarityCount = 12;

    private static readonly double[] StandOut = [0.0, 0.25]; // least share of the largest one's area [ours]

    /// <summary>Geometry of each candidate and its order among its like: [B, K, 20].</summary>
    public static Tensor Geometry(CandidateFeatures candidates)
    {
        var boxes = candidates.Boxes;
        var (left, top, right, bottom) = (boxes.narrow(2, 0, 1), boxes.narrow(2, 1, 1), boxes.narrow(2, 2, 1), boxes.narrow(2, 3, 1));
        var (width, height) = ((right - left).clamp_min(1e-4), (bottom - top).clamp_min(1e-4));
        var area = width * height;
        var (x, y) = ((left + right) / 2, (top + bottom) / 2);
        var parts = new List<Tensor>
        {
            boxes * 2 - 1, x * 2 - 1, y * 2 - 1, width, height, area.sqrt(), (width / height).log(),
        };

        // Like = same best class, both sure enough; a candidate is its own like.
        var scores = candidates.Scores;
        var best = scores.argmax(2);                                                                        // [B, K]
        var like = best.unsqueeze(2).eq(best.unsqueeze(1)).to_type(ScalarType.Float32)
            * candidates.Valid.unsqueeze(1) * scores.amax([2]).gt(0.15).to_type(ScalarType.Float32).unsqueeze(1);   // [B, K, K]
        var plain = area.squeeze(2);
        var largest = (like * plain.unsqueeze(1)).amax([2], keepdim: true);                                  // [B, K, 1]
        foreach (var share in StandOut)
        {
            var among = like * plain.unsqueeze(1).ge(largest * share).to_type(ScalarType.Float32);
            var count = among.sum(2, keepdim: true);
            parts.Add(Rank(among, x, count));
            parts.Add(Rank(among, y, count));
            parts.Add(Rank(among, area, count));
            parts.Add((count / 4).clamp(0, 2));
            parts.Add(area.ge(largest * share).to_type(ScalarType.Float32));
        }

        return cat(parts, 2);
    }

    /// <summary>How near a phrase comes to each candidate: [B, K, 12].</summary>
    public static Tensor Similarity(CandidateFeatures candidates, LanguageFeatures language, NameSpace names)
    {
        var scores = candidates.Scores;                                                                      // [B, K, C]
        var shares = scores / scores.sum(2, keepdim: true).clamp_min(1e-4);
        var nounClass = Cosine(language.NounPhrase.unsqueeze(1), names.Classes).squeeze(1);                 // [B, C]
        var wordClass = Best(language, names.Classes);                                                       // [B, C]
        var wordColour = Best(language, names.Colours);                                                      // [B, 11]
        var top = scores.argmax(2, keepdim: true);                                                           // [B, K, 1]
        var ownNoun = Pick(nounClass, top);
        var ownWord = Pick(wordClass, top);
        var bestNoun = nounClass.amax([1], keepdim: true).unsqueeze(1);                                      // [B, 1, 1]
        var bestWord = wordClass.amax([1], keepdim: true).unsqueeze(1);
        var colours = candidates.Colours.reshape(scores.shape[0], scores.shape[1], 3, -1);                   // [B, K, 3, 11]
        var ownColours = colours.matmul(wordColour.unsqueeze(1).unsqueeze(-1)).squeeze(-1);                  // [B, K, 3]
        var every = ones_like(ownNoun);
        return cat(
            [
                shares.matmul(nounClass.unsqueeze(2)), shares.matmul(wordClass.unsqueeze(2)), ownNoun, ownWord,
                bestNoun * every, bestWord * every, ownNoun.ge(bestNoun - 1e-4).to_type(ScalarType.Float32),
                scores.amax([2], keepdim: true), ownColours, wordColour.amax([1], keepdim: true).unsqueeze(1) * every,
            ],
            2);
    }

    // Place of each candidate among its like, 0 for the least to 1 for the greatest; 0.5 where it is alone.
    private static Tensor Rank(Tensor among, Tensor value, Tensor count)
    {
        var below = value.transpose(1, 2).lt(value - 1e-6).to_type(ScalarType.Float32);                      // [B, K, K]
        var rank = (among * below).sum(2, keepdim: true) / (count - 1).clamp_min(1);
        return where(count.gt(1.5), rank, full_like(rank, 0.5));
    }

    private static Tensor Best(LanguageFeatures language, Tensor names)
    {
        var words = Cosine(language.Words, names) + ((language.WordMask.unsqueeze(2) - 1) * 10);             // [B, L, C]
        return words.amax([1]);
    }

    // Cosine less its mean over the names, so that what every name shares does not count.
    private static Tensor Cosine(Tensor states, Tensor names)
    {
        var unit = states / states.norm(-1, keepdim: true).clamp_min(1e-6);
        var cosine = unit.matmul(names.transpose(0, 1));
        return (cosine - cosine.mean([-1L], keepdim: true)) * 3;
    }

    private static Tensor Pick(Tensor perClass, Tensor index) =>
        perClass.unsqueeze(1).expand(-1, index.shape[1], -1).gather(2, index);
}
