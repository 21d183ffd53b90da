using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// What the choice of a candidate gains or loses by its class, where a phrase's noun surely names one (<see cref="NounClasses"/>): "the cook" is no
/// bowl, and of two boxes that fit a train as well the surer train is meant. Of people only what is plainly none loses; whom a detector is surest
/// of says nothing of which is meant [ours; docs/train.md].
/// </summary>
internal sealed class CandidateNouns
{
    // All [ours], set on the development sets.
    private const double Least = 0.005;   // scores count at least so much
    private const double Unseen = 0.02;   // from which score down one counts as little as another
    private const double LooksLike = 0.5; // what the score of a class counts that a detector takes for the one that is named
    private const double Seen = 0.3;      // from which score on what is named is in the frame for sure, so that it cannot be something else
    private const double Half = 0.5;      // a candidate loses that is less than half as surely what is named as it is something else,
    private const double Steep = 6;       // so many logits by the logarithm of the scores' ratio,
    private const double Most = 12;       // and no more than so many

    private readonly Dictionary<string, int> indices;

    /// <summary>Prepares for a detector's classes.</summary>
    public CandidateNouns(IReadOnlyList<string> classes) => indices = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);

    /// <summary>What the choice gains (above 0) or loses: [N, K] logits.</summary>
    /// <param name="scores">[1, K, C]: scores of the classes.</param>
    /// <param name="nouns">The bare nouns of the N phrases.</param>
    public Tensor Weigh(Tensor scores, IReadOnlyList<string> nouns)
    {
        using var scope = NewDisposeScope();
        var named = nouns.Select(noun => NounClasses.Of(noun).Where(indices.ContainsKey).ToList()).ToList();
        var counts = tensor([.. named.SelectMany(Counts)], device: scores.device).reshape(nouns.Count, 1, indices.Count);
        var known = Column(named, classes => classes.Count > 0);
        var things = Column(named, classes => classes.Count > 0 && classes[0] != NounClasses.Person);
        var own = (scores * counts).amax([2]).clamp_min(Least);                                              // [N, K]
        var top = scores.amax([2]).clamp_min(Least);                                                         // [1, K]
        var isSeen = own.amax([1], keepdim: true).ge(Seen).to_type(ScalarType.Float32);                      // [N, 1]
        var other = ((top * Half / own).log() * Steep).clamp(0, Most) * known * isSeen;
        return ((own.clamp_min(Unseen).log() * things) - other).MoveToOuterDisposeScope();

        Tensor Column(IEnumerable<IReadOnlyList<string>> phrases, Predicate<IReadOnlyList<string>> holds) =>
            tensor([.. phrases.Select(classes => holds(classes) ? 1f : 0f)], device: scores.device).unsqueeze(1);
    }

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
