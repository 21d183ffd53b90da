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
    public const int SimilarityCount = 12 + (2 * 6) + 3;

    /// <summary>Length of a row of <see cref="Pairs"/>.</summary>
    public const int PairCount = 8;

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

    /// <summary>How each candidate (rows) lies to each other one (columns): [B, K, K, 8].</summary>
    public static Tensor Pairs(CandidateFeatures candidates)
    {
        var boxes = candidates.Boxes;
        var sides = (boxes.narrow(2, 2, 2) - boxes.narrow(2, 0, 2)).clamp_min(1e-3);                         // [B, K, 2]
        var middles = (boxes.narrow(2, 0, 2) + boxes.narrow(2, 2, 2)) / 2;
        var apart = (middles.unsqueeze(1) - middles.unsqueeze(2)) / (sides.unsqueeze(1) + sides.unsqueeze(2)) * 2;
        var larger = (sides.unsqueeze(1) / sides.unsqueeze(2)).log();
        var (shared, area) = (Grid.Shared(boxes), sides.prod(2));
        var (own, other) = (area.unsqueeze(2), area.unsqueeze(1));
        var unit = candidates.Scores / candidates.Scores.norm(2, keepdim: true).clamp_min(1e-4);
        var covers = stack([shared / (own + other - shared), shared / own, shared / other, unit.matmul(unit.transpose(1, 2))], 3);
        return cat([apart.clamp(-4, 4), larger.clamp(-4, 4), covers], 3);
    }

    /// <summary>How near a phrase comes to each candidate, and its order among those that the phrase's noun names: [B, K, 27].</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="opinion">[B or 1, K, C]: what <see cref="ImageEncoder.ClassesOf"/> says of their pixels.</param>
    /// <param name="language">The phrase of each row.</param>
    /// <param name="names">Class and colour names.</param>
    public static Tensor Similarity(CandidateFeatures candidates, Tensor opinion, LanguageFeatures language, NameSpace names)
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
                .. Order(candidates, shares, nounClass),
                opinion.matmul(nounClass.unsqueeze(2)), opinion.matmul(wordClass.unsqueeze(2)), opinion.sum(2, keepdim: true) * every,
            ],
            2);
    }

    // Order among what the noun names, whatever the detector's best name for it; doubles and fragments do not count.
    private static List<Tensor> Order(CandidateFeatures candidates, Tensor shares, Tensor nounClass)
    {
        var boxes = candidates.Boxes;
        var sides = (boxes.narrow(2, 2, 2) - boxes.narrow(2, 0, 2)).clamp_min(1e-4);
        var area = sides.prod(2, keepdim: true);                                                             // [B, K, 1]
        var best = nounClass.amax([1], keepdim: true).clamp_min(1e-3);
        var meant = ((nounClass - (best * 0.6)) / (best * 0.4)).clamp(0, 1).unsqueeze(2);                    // [B, C, 1]
        var sure = candidates.Scores.amax([2], keepdim: true);                                               // [B, K, 1]
        var named = shares.matmul(meant).gt(0.35) & sure.gt(0.1) & candidates.Valid.unsqueeze(2).gt(0);      // [B, K, 1]
        var belief = sure * shares.matmul(meant) * named.to_type(ScalarType.Float32);
        var shared = Grid.Shared(boxes);
        var (own, other) = (area, area.transpose(1, 2));
        var weaker = belief.lt(belief.transpose(1, 2));                                                      // row weaker than column
        var muchWeaker = belief.lt(belief.transpose(1, 2) * 0.6);
        var twice = (weaker & (shared / (own + other - shared)).gt(0.4)) | (muchWeaker & (shared / minimum(own, other)).gt(0.85));
        var counted = (named & twice.any(2, keepdim: true).logical_not()).to_type(ScalarType.Float32);       // [B, K, 1]
        var middles = (boxes.narrow(2, 0, 2) + boxes.narrow(2, 2, 2)) / 2;
        var parts = new List<Tensor>();
        foreach (var share in StandOut)
        {
            var enough = area.ge((area * counted).amax([1], keepdim: true) * share).to_type(ScalarType.Float32);
            var among = (counted * enough).transpose(1, 2).expand(-1, boxes.shape[1], -1);                   // [B, K, K]
            var count = among.sum(2, keepdim: true);
            parts.Add(Rank(among, middles.narrow(2, 0, 1), count));
            parts.Add(Rank(among, middles.narrow(2, 1, 1), count));
            parts.Add(Rank(among, boxes.narrow(2, 3, 1), count));
            parts.Add(Rank(among, area, count));
            parts.Add((count / 4).clamp(0, 2));
            parts.Add(counted * enough);
        }

        return parts;
    }

    // Place of each candidate among its like, 0 for the least to 1 for the greatest; 0.5 where it is alone.
    private static Tensor Rank(Tensor among, Tensor value, Tensor count)
    {
        var below = value.transpose(1, 2).lt(value - 1e-6).to_type(ScalarType.Float32);                      // [B, K, K]
        var rank = ((among * below).sum(2, keepdim: true) / (count - 1).clamp_min(1)).clamp_max(1);
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
