using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class ColourEvidenceTests
{
    private static readonly ColouredPhrase Red = new(1, [ColourNames.Red], false);

    [Theory]
    [InlineData(0.5, 0, -3f, 2f, 2f)]    // plainly red: what the phrase says without the colour counts
    [InlineData(0.5, 0, 4f, 2f, 4f)]    // and takes nothing away
    [InlineData(0.2, 0, -3f, 2f, 1f)]    // somewhat red
    [InlineData(0.1, 0, -3f, 2f, -3f)]   // may be
    [InlineData(0.02, 0, 3f, 4f, -1f)]   // not red
    [InlineData(0.02, 0.4, 3f, 4f, 3f)]  // but brown, which red looks like in the shade
    public void Pixels_bear_out_a_colour_or_rule_it_out(double red, double brown, float whole, float plain, float weighed)
    {
        using var scope = NewDisposeScope();
        var result = ColourEvidence.Weigh(tensor(new[] { 7f, whole }), tensor(new[] { plain }), [Red], Parts(red, brown));
        result[0].item<float>().ShouldBe(7, "the other phrase says no colour");
        result[1].item<float>().ShouldBe(weighed, 1e-5f);
    }

    [Fact]
    public void Of_two_colours_each_is_to_be_seen_to_be_borne_out_and_none_to_be_ruled_out()
    {
        using var scope = NewDisposeScope();
        float Weigh(double red, double brown) =>
            ColourEvidence.Weigh(zeros(2), tensor(new[] { 2f }), [Red with { Colours = [ColourNames.Red, ColourNames.Brown] }], Parts(red, brown))[1].item<float>();
        Weigh(0.5, 0.4).ShouldBe(2);
        Weigh(0.5, 0.01).ShouldBe(0);
        Weigh(0.01, 0.01).ShouldBe(-4);
    }

    [Fact]
    public void What_is_worn_need_not_cover_all()
    {
        using var scope = NewDisposeScope();
        var parts = zeros(1, 3, ColourNames.Count);
        parts[0, 2, ColourNames.Red] = 0.6f; // red trousers
        float Weigh(bool isWorn) => ColourEvidence.Weigh(zeros(2), ones(1), [Red with { IsWorn = isWorn }], parts)[1].item<float>();
        Weigh(true).ShouldBe(1);
        Weigh(false).ShouldBe(-4);
    }

    [Fact]
    public void Pale_pink_is_white_to_a_camera()
    {
        using var scope = NewDisposeScope();
        var parts = zeros(1, 3, ColourNames.Count);
        parts[0, 0, ColourNames.White] = 0.5f;
        float Weigh(int colour) => ColourEvidence.Weigh(zeros(2), zeros(1), [Red with { Colours = [colour] }], parts)[1].item<float>();
        Weigh(ColourNames.Pink).ShouldBe(0);
        Weigh(ColourNames.Red).ShouldBe(-4);
    }

    [Fact]
    public void Of_several_the_one_that_shows_the_colour_most_is_preferred()
    {
        using var scope = NewDisposeScope();
        var gains = Prefer(Red, [1, 0, 0, 0], Parts(0.17, 0), Parts(0.47, 0), Parts(0, 0), Parts(0.11, 0.2));
        gains[1].ShouldBe(0);
        gains[0].ShouldBe(Math.Log(0.2 / 0.5), 1e-5);
        gains[2].ShouldBe(Math.Log(0.03 / 0.5), 1e-5);
        gains[3].ShouldBe(gains[0], 1e-5, "brown is red in the shade, in part");
    }

    [Fact]
    public void None_is_preferred_where_none_shows_the_colour()
    {
        using var scope = NewDisposeScope();
        Prefer(Red, [1, 0], Parts(0.1, 0), Parts(0, 0)).ShouldBe([0, 0]);
        Prefer(Red with { Colours = [ColourNames.Red, ColourNames.Brown] }, [1, 0], Parts(0.5, 0.5), Parts(0.9, 0))[0].ShouldBe(0, "of two colours both count");
    }

    [Fact]
    public void A_red_boat_bears_out_no_red_train()
    {
        using var scope = NewDisposeScope();
        // The first candidate is the train, the second one almost.
        var train = new CandidateAnswer(zeros(1, 3), tensor(new float[,] { { 3, 2, -3 } }), ones(1));
        double Plain(long chosen) => ColourEvidence.Plain(train, tensor(new[,] { { chosen } })).item<float>();
        Plain(0).ShouldBe(PresenceEvidence.Whole(train).item<float>(), 1e-5);
        Plain(1).ShouldBe(Plain(0), 1e-5);
        var weighed = ColourEvidence.Weigh(tensor(new[] { 0f, -2f }), tensor(new[] { (float)Plain(2) }), [Red], Parts(0.5, 0));
        weighed[1].item<float>().ShouldBe(-2, "what the phrase says as a whole");
    }

    [Fact]
    public void A_part_is_not_preferred_to_the_whole()
    {
        using var scope = NewDisposeScope();
        Prefer(Red, [1, 0.9f], Parts(0.3, 0), Parts(0.8, 0)).ShouldBe([0, 0]);
        Prefer(Red, [1, 0.5f], Parts(0.3, 0), Parts(0.8, 0))[0].ShouldBeLessThan(-0.5);
    }

    [Fact]
    public void Colours_are_read_in_the_outline_not_in_its_box()
    {
        using var scope = NewDisposeScope();
        // The left half of the frame is red, the rest blue; the outline lies in the left half of a box around all.
        var named = zeros(1, ColourNames.Count, 16, 16);
        named[.., ColourNames.Red, .., ..8] = 1;
        named[.., ColourNames.Blue, .., 8..] = 1;
        var shape = zeros(1, 1, 64, 64);
        shape[.., .., .., ..28] = 1;
        var shares = ColourEvidence.Shares(named, tensor(new float[,] { { 0, 0, 1, 1 } }), shape);
        shares.shape.ShouldBe([1, 3, ColourNames.Count]);
        Tensors.Difference(shares[.., .., ColourNames.Red], ones(1, 3)).ShouldBeLessThan(1e-3);
        Tensors.Largest(ColourEvidence.Shares(named, tensor(new float[,] { { 0, 0, 1, 1 } }), zeros(1, 1, 64, 64))).ShouldBe(0, "an empty outline has no colour");

        named[.., .., 8.., ..] = 0;
        named[.., ColourNames.Green, 8.., ..] = 1;
        shares = ColourEvidence.Shares(named, tensor(new float[,] { { 0, 0, 1, 1 } }), shape);
        shares[0, 1, ColourNames.Red].item<float>().ShouldBeGreaterThan(0.9f);   // the upper half
        shares[0, 2, ColourNames.Green].item<float>().ShouldBeGreaterThan(0.9f); // the lower half
        shares[0, 0, ColourNames.Red].item<float>().ShouldBe(0.5f, 0.05f);
    }

    private static double[] Prefer(ColouredPhrase phrase, float[] within, params Tensor[] shares) =>
        Tensors.ToArray(ColourEvidence.Prefer([phrase], cat(shares).unsqueeze(0), tensor(within).unsqueeze(0))[0]);

    private static Tensor Parts(double red, double brown)
    {
        var parts = zeros(1, 3, ColourNames.Count);
        parts[0, 0, ColourNames.Red] = red;
        parts[0, 0, ColourNames.Brown] = brown;
        parts[0, 1, ColourNames.Red] = 0.9; // of the upper half: no matter where nothing is worn
        return parts;
    }
}
