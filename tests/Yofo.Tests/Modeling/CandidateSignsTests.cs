using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidateSignsTests
{
    private const int OrderStart = 12, OrderCount = 6; // behind the plain similarities, for each share of the largest

    // Classes: bird, dog, cup; their names are the axes of the language's space.
    private static readonly NameSpace Names = new(eye(3).DetachFromDisposeScope(), zeros(11, 3).DetachFromDisposeScope());

    [Fact]
    public void Order_is_counted_among_what_the_noun_names_whatever_the_detector_thinks_best()
    {
        using var scope = NewDisposeScope();
        // Three birds from left to right, the middle one taken for a dog first; a cup at the far left.
        var candidates = Candidates(
            ([0.30f, 0.4f, 0.40f, 0.5f], [0.7f, 0.1f, 0f]),
            ([0.50f, 0.4f, 0.60f, 0.5f], [0.30f, 0.32f, 0f]),
            ([0.80f, 0.4f, 0.90f, 0.5f], [0.6f, 0.1f, 0f]),
            ([0.00f, 0.4f, 0.10f, 0.5f], [0f, 0f, 0.9f]));
        var order = Order(candidates, [1, 0, 0]);
        order.Select(row => row[0]).Take(3).ShouldBe([0, 0.5, 1], 1e-5);
        order[0][4].ShouldBe(3 / 4.0, 1e-5);
        order.Select(row => row[5]).ShouldBe([1, 1, 1, 0], 1e-5);
    }

    [Fact]
    public void A_double_and_a_fragment_do_not_count()
    {
        using var scope = NewDisposeScope();
        var candidates = Candidates(
            ([0.10f, 0.2f, 0.30f, 0.8f], [0.7f, 0f, 0f]),
            ([0.12f, 0.2f, 0.32f, 0.8f], [0.6f, 0f, 0f]),   // the first once more
            ([0.12f, 0.3f, 0.20f, 0.4f], [0.2f, 0f, 0f]),   // its head
            ([0.60f, 0.2f, 0.90f, 0.8f], [0.5f, 0f, 0f]));
        Order(candidates, [1, 0, 0]).Select(row => row[5]).ShouldBe([1, 0, 0, 1], 1e-5);
        Order(candidates, [1, 0, 0])[3][4].ShouldBe(2 / 4.0, 1e-5);
    }

    [Fact]
    public void A_small_one_counts_only_where_bystanders_do()
    {
        using var scope = NewDisposeScope();
        var candidates = Candidates(([0.4f, 0.2f, 0.8f, 0.8f], [0.7f, 0f, 0f]), ([0.0f, 0.2f, 0.05f, 0.3f], [0.7f, 0f, 0f]));
        var small = CandidateSigns.Similarity(candidates, zeros(1, 2, 3), Language([1, 0, 0]), Names)[0, 1];
        var values = Tensors.ToArray(small);
        values[OrderStart + 5].ShouldBe(1, 1e-5);
        values[OrderStart + OrderCount + 5].ShouldBe(0, 1e-5);
    }

    [Fact]
    public void Pairs_say_who_lies_where_and_who_holds_whom()
    {
        using var scope = NewDisposeScope();
        var candidates = Candidates(([0.0f, 0.0f, 0.4f, 0.4f], [0.7f, 0f, 0f]), ([0.1f, 0.1f, 0.3f, 0.3f], [0.3f, 0f, 0f]), ([0.6f, 0.0f, 1.0f, 0.4f], [0f, 0f, 0.5f]));
        var pairs = CandidateSigns.Pairs(candidates);
        pairs.shape.ShouldBe([1, 3, 3, CandidateSigns.PairCount]);
        var inner = Tensors.ToArray(pairs[0, 0, 1]);
        inner[0].ShouldBe(0, 1e-5);
        inner[2].ShouldBe(Math.Log(0.5), 1e-4);
        inner[4].ShouldBe(0.25, 1e-4, "a quarter of the outer box");
        inner[6].ShouldBe(1, 1e-4, "wholly inside");
        inner[7].ShouldBe(1, 1e-4, "of one class");
        var right = Tensors.ToArray(pairs[0, 0, 2]);
        right[0].ShouldBe(1.5, 1e-4);
        right[4].ShouldBe(0, 1e-6);
        right[7].ShouldBe(0, 1e-6);
        Tensors.ToArray(pairs[0, 2, 0])[0].ShouldBe(-1.5, 1e-4);
    }

    private static double[][] Order(CandidateFeatures candidates, float[] noun)
    {
        var signs = CandidateSigns.Similarity(candidates, zeros(1, candidates.Count, 3), Language(noun), Names);
        signs.shape[2].ShouldBe(CandidateSigns.SimilarityCount);
        return [.. Enumerable.Range(0, (int)candidates.Count).Select(row => Tensors.ToArray(signs[0, row])[OrderStart..(OrderStart + OrderCount)])];
    }

    private static CandidateFeatures Candidates(params (float[] Box, float[] Scores)[] rows) => new(
        tensor(rows.SelectMany(row => row.Box).ToArray()).reshape(1, rows.Length, 4), tensor(rows.SelectMany(row => row.Scores).ToArray()).reshape(1, rows.Length, 3),
        zeros(1, rows.Length, 33), zeros(1, rows.Length, 1), ones(1, rows.Length));

    private static LanguageFeatures Language(float[] noun)
    {
        var word = tensor(noun).reshape(1, 1, 3);
        return new LanguageFeatures(word, ones(1, 1), word, ones(1, 1), word.squeeze(1), word.squeeze(1));
    }
}
