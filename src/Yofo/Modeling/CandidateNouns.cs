using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// What the choice of a candidate gains or loses by its class, where a phrase's noun surely names one (<see cref="NounClasses"/>): "the cook" is no
/// bowl, and of two boxes that fit a train as well the surer train is meant. Of people only what is plainly none loses; whom a detector is surest
/// of says nothing of which is meant [ours; docs/experiments.md].
/// </summary>
internal sealed class CandidateNouns
{
    // All [ours], set on the development sets.
    private const double Least = 0.005;   // scores count at least so much
    private const double Unseen = 0.02;   // from which score down one counts as little as another
    private const double LooksLike = 0.5; // what the score of a class counts that a detector takes for the one that is named
    private const double Present = 0.3;   // from which score on what is named is in the frame, so that it cannot be something else
    private const double Plain = 0.4;     // from which score on a thing is there, whatever the words say
    private const double Scarce = 0.2;    // below which score hardly anything that is named is in the frame: of what held-out phrases mean a twentieth, of what is missing nine tenths
    private const double Half = 0.5;      // a candidate loses that is less than half as surely what is named as it is something else,
    private const double Steep = 6;       // so many logits by the logarithm of the scores' ratio,
    private const double Most = 12;       // and no more than so many

    private readonly Dictionary<string, int> indices;

    /// <summary>Prepares for a detector's classes.</summary>
    public CandidateNouns(IReadOnlyList<string> classes) => indices = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);

    /// <summary>Reads what the detector says of what nouns name.</summary>
    /// <param name="scores">[1, K, C]: scores of the classes.</param>
    /// <param name="classes">The classes that the nouns of the N phrases surely name, none of some.</param>
    /// <returns>
    /// Gain: what the choice gains (above 0) or loses, [N, K] logits. Seen: [N], 1 where a thing is plainly seen that the noun names; people never are,
    /// for a detector knows no women, boys and cooks. Lack: [N] logits, 0 or less, for how little a detector sees of what the noun names.
    /// </returns>
    public (Tensor Gain, Tensor Seen, Tensor Lack) Read(Tensor scores, IReadOnlyList<IReadOnlyList<string>> classes)
    {
        using var scope = NewDisposeScope();
        var named = classes.Select(names => names.Where(indices.ContainsKey).ToList()).ToList();
        var known = Flags(named, names => names.Count > 0, scores.device);
        var things = Flags(named, names => names.Count > 0 && names[0] != NounClasses.Person, scores.device);
        var counts = tensor([.. named.SelectMany(Counts)], device: scores.device).reshape(named.Count, 1, indices.Count);
        var own = (scores * counts).amax([2]).clamp_min(Least);                                              // [N, K]
        var best = own.amax([1]);                                                                            // [N]
        var top = scores.amax([2]).clamp_min(Least);                                                         // [1, K]
        var counted = known * best.ge(Present).to_type(ScalarType.Float32);
        var other = ((top * Half / own).log() * Steep).clamp(0, Most) * counted.unsqueeze(1);
        var gain = (own.clamp_min(Unseen).log() * things.unsqueeze(1)) - other;
        var seen = best.ge(Plain).to_type(ScalarType.Float32) * things;
        var lack = (best.clamp_min(Unseen) / Scarce).log().clamp_max(0) * known;
        return (gain.MoveToOuterDisposeScope(), seen.MoveToOuterDisposeScope(), lack.MoveToOuterDisposeScope());
    }

    // 1 for each noun whose classes are such: [N].
    private static Tensor Flags(List<List<string>> named, Predicate<List<string>> holds, Device device) =>
        tensor([.. named.Select(names => holds(names) ? 1f : 0f)], device: device);

    // What the score of each class counts.
    private float[] Counts(IReadOnlyList<string> classes)
    {
        var counts = new float[indices.Count];
        foreach (var alike in classes.SelectMany(NounClasses.LookLike).Where(indices.ContainsKey))
        {
            counts[indices[alike]] = (float)LooksLike;
        }

        foreach (var name in classes)
        {
            counts[indices[name]] = 1;
        }

        return counts;
    }
}
