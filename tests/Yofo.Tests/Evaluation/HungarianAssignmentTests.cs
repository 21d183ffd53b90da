using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class HungarianAssignmentTests
{
    [Fact]
    public void The_total_is_the_greatest_of_all_assignments() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.UInt).Sample(
            (rows, columns, seed) =>
            {
                var random = new Random((int)(seed & int.MaxValue));
                var score = new double[rows, columns];
                for (var row = 0; row < rows; row++)
                {
                    for (var column = 0; column < columns; column++) score[row, column] = random.Next(5) / 4d; // many ties
                }

                var pairs = HungarianAssignment.Greatest(score);
                pairs.Count.ShouldBe(Math.Min(rows, columns));
                pairs.Select(pair => pair.Row).Distinct().Count().ShouldBe(pairs.Count);
                pairs.Select(pair => pair.Column).Distinct().Count().ShouldBe(pairs.Count);
                pairs.Sum(pair => score[pair.Row, pair.Column]).ShouldBe(Best(score, 0, 0), 1e-12);
            },
            iter: 400,
            threads: 1);

    [Fact]
    public void Equal_scores_are_matched_by_order() =>
        HungarianAssignment.Greatest(new double[4, 3]).ShouldBe([(0, 0), (1, 1), (2, 2)]);

    [Fact]
    public void The_best_pair_is_given_up_where_the_total_gains() =>
        HungarianAssignment.Greatest(new[,] { { 0.55, 0.45 }, { 0.45, 0.0 } }).ShouldBe([(0, 1), (1, 0)]);

    /// <summary>Tries every assignment of the shorter side.</summary>
    private static double Best(double[,] score, int next, int used)
    {
        var (rows, columns) = (score.GetLength(0), score.GetLength(1));
        if (next == Math.Min(rows, columns)) return 0;
        var best = double.NegativeInfinity;
        for (var other = 0; other < Math.Max(rows, columns); other++)
        {
            if ((used & (1 << other)) != 0) continue;
            var gain = rows <= columns ? score[next, other] : score[other, next];
            best = Math.Max(best, gain + Best(score, next + 1, used | (1 << other)));
        }

        return best;
    }
}
