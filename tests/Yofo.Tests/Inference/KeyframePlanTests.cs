using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Motion;
using Yofo.Tests.Motion;

namespace Yofo.Tests.Inference;

public sealed class KeyframePlanTests
{
    [Theory]
    [InlineData(1, 5, "0 1 2 3 4")]
    [InlineData(3, 8, "0 3 6 7")]
    [InlineData(3, 7, "0 3 6")]
    [InlineData(4, 3, "0 2")]
    [InlineData(5, 1, "0")]
    [InlineData(5, 0, "")]
    public void Every_few_frames_the_first_and_the_last_are_seen(int every, int frames, string keys) =>
        Keys(every, [.. Enumerable.Range(0, frames).Select(_ => new Shot(0))]).ShouldBe(keys);

    [Fact]
    public void Both_sides_of_a_cut_are_seen_and_the_count_begins_anew() =>
        Keys(4, [.. new[] { 0, 0, 0, 0, 0, 0, 7, 7, 7, 7, 7, 7 }.Select(scene => new Shot(scene))]).ShouldBe("0 4 5 6 10 11");

    [Fact]
    public void Frames_of_another_size_are_another_shot() =>
        Keys(4, [new Shot(0), new Shot(0), new Shot(0, 90), new Shot(0, 90), new Shot(0, 90)]).ShouldBe("0 1 2 4");

    [Fact]
    public void Where_all_are_seen_nobody_looks_at_the_pictures() =>
        new KeyframePlan(1).Over([new Blind(), new Blind()]).ShouldAllBe(pair => pair.IsKey);

    private static string Keys(int every, Shot[] shots) =>
        string.Join(' ', new KeyframePlan(every).Over(shots).Index().Where(pair => pair.Item.IsKey).Select(pair => pair.Index));

    private sealed class Shot(int scene, int width = Scenes.Width) : IHasLuminance
    {
        public Luminance Luminance { get; } = Luminance.Of(Scenes.Picture((column, row) => scene == 0 ? Scenes.Texture(column, row) : 250 - (row * 2)), width, Scenes.Height);
    }

    private sealed class Blind : IHasLuminance
    {
        public Luminance Luminance => throw new InvalidOperationException("nobody should ask");
    }
}
