using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Data;
using Yofo.Tests.Modeling;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class CompositeTests : IDisposable
{
    private const int Width = 512, Height = 384; // the working size itself

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_thing_is_drawn_where_its_way_leads_and_as_large_as_it_is_said_to_be()
    {
        using var scope = NewDisposeScope();
        var clip = new CompositeClip(Photo("wall", SKColors.Gray), default, [Cut(Photo("dog", SKColors.Gray, Thing("dog", 100, 80, 60, 120), SKColors.Red), (0.25, 0.5), (0.75, 0.5), 0.25, 2)], 3);
        foreach (var (frame, x, height) in new[] { (0, 0.25, 0.25), (1, 0.5, 0.25 * Math.Sqrt(2)), (2, 0.75, 0.5) })
        {
            var (rgb, masks) = clip.Draw(frame);
            masks.shape.ShouldBe([1, 1, Height, Width]);
            var box = MaskImage.Box(masks[0, 0]);
            (box.X + (box.Width / 2)).ShouldBe(x, 0.004);
            (box.Y + (box.Height / 2)).ShouldBe(0.5, 0.004);
            box.Height.ShouldBe(height, 0.008);
            (box.Width * Width / (box.Height * Height)).ShouldBe(0.5, 0.03); // 60 x 120
            var inside = Tensors.ToArray((rgb * masks).sum([2, 3]) / masks.sum());
            inside[0].ShouldBeGreaterThan(243);
            inside[1].ShouldBeLessThan(12);
        }
    }

    [Fact]
    public void What_comes_later_covers_what_came_before_and_no_pixel_is_of_two()
    {
        using var scope = NewDisposeScope();
        var dog = Photo("dog", SKColors.Gray, Thing("dog", 100, 80, 100, 100), SKColors.Red);
        var background = Photo("cat", SKColors.Gray, Thing("cat", 206, 142, 100, 100), SKColors.Blue);
        var clip = new CompositeClip(background, default, [Cut(dog, (0.5, 0.5), (0.5, 0.5), 0.5, 1), Cut(dog, (0.5, 0.5), (0.9, 0.5), 0.25, 1)], 2);
        var first = clip.Draw(0).Masks;
        Tensors.Largest(first.sum(1)).ShouldBe(1);
        var areas = Tensors.ToArray(first.sum([0, 2, 3]));
        areas[0].ShouldBe(0, "the cat is behind the dog");
        areas[2].ShouldBe(96 * 96, 250);
        areas[1].ShouldBe((192 * 192) - (96 * 96), 500);
        var last = Tensors.ToArray(clip.Draw(1).Masks.sum([0, 2, 3]));
        last[1].ShouldBe(192 * 192, 500); // the small one has moved off
    }

    [Fact]
    public void A_mirrored_thing_is_the_mirror_image_in_colours_and_mask()
    {
        using var scope = NewDisposeScope();
        var wedge = Photo("dog", SKColors.Gray, Thing("dog", 100, 80, 100, 100, wedge: true), SKColors.Red);
        var way = (0.5, 0.5);
        var plain = new CompositeClip(Photo("wall", SKColors.Gray), default, [Cut(wedge, way, way, 0.5, 1)], 1).Draw(0).Masks;
        var mirrored = new CompositeClip(Photo("wall", SKColors.Gray), default, [Cut(wedge, way, way, 0.5, 1) with { Mirrored = true }], 1).Draw(0).Masks;
        Tensors.Difference(plain.flip(3), plain).ShouldBeGreaterThan(0.5, "a wedge is not its own mirror image");
        (plain.flip(3) - mirrored).abs().sum().item<float>().ShouldBeLessThan(600); // a pixel along the rim
    }

    [Fact]
    public void The_same_number_makes_the_same_clip_and_phrases_mean_what_is_in_sight()
    {
        using var scope = NewDisposeScope();
        var scenes = new[]
        {
            Photo("a", SKColors.Gray, Thing("dog", 100, 80, 100, 100), SKColors.Red), Photo("b", SKColors.Gray, Thing("person", 200, 80, 60, 140), SKColors.Blue),
            Photo("c", SKColors.DarkGray, Thing("cat", 300, 180, 100, 100), SKColors.Black),
        };
        var (engine, again) = (new CompositeEngine(scenes, 3, 1), new CompositeEngine(scenes, 3, 1));
        engine.Name.ShouldBe(again.Name);
        engine.Name.ShouldNotBe(new CompositeEngine(scenes, 4, 1).Name);
        var written = 0;
        for (var number = 0; number < 12; number++)
        {
            var (clip, copy) = (engine.Make(number), again.Make(number));
            clip.Things.Select(thing => thing with { Scene = null!, Thing = null! }).ShouldBe(copy.Things.Select(thing => thing with { Scene = null!, Thing = null! }));
            if (engine.Phrases(clip, 2, 0.3, new Random(number)) is not { } samples)
            {
                continue;
            }

            written++;
            samples[0].IsAbsent.ShouldBeFalse();
            var masks = clip.Draw(1).Masks;
            foreach (var target in samples.SelectMany(sample => sample.Targets))
            {
                masks[0, target].sum().item<float>().ShouldBeGreaterThan(100, $"{number}: {samples[0].Phrase}");
            }
        }

        written.ShouldBeGreaterThan(3);
        new CompositeEngine([], 3, 1).IsEmpty.ShouldBeTrue();
        var unknown = scenes.Select(scene => scene with { Labelled = new HashSet<string> { "zebra" } }).ToArray();
        new CompositeEngine(unknown, 3, 1).IsEmpty.ShouldBeTrue("nothing that could be pasted is known to be absent elsewhere");
    }

    [Fact]
    public void A_phrase_of_motion_means_the_one_that_moves_so()
    {
        using var scope = NewDisposeScope();
        var dog = Photo("dog", SKColors.Gray, Thing("dog", 100, 80, 100, 100), SKColors.Red);
        var clip = new CompositeClip(Photo("wall", SKColors.Gray), default, [Cut(dog, (0.2, 0.3), (0.8, 0.3), 0.3, 1), Cut(dog, (0.8, 0.7), (0.2, 0.7), 0.3, 1.5)], 3);
        var engine = new CompositeEngine([dog, Photo("wall", SKColors.Gray)], 3, 1);
        var moving = Enumerable.Range(0, 60).SelectMany(seed => engine.Phrases(clip, 2, 0.3, new Random(seed)) ?? []).Where(sample => sample.Kind == PhraseKind.Motion).ToList();
        var (right, left) = (Ending(" right"), Ending(" left"));
        right.ShouldNotBeEmpty();
        left.ShouldNotBeEmpty();
        right.ShouldAllBe(sample => sample.Targets[0] == 0);
        left.ShouldAllBe(sample => sample.Targets[0] == 1);
        moving.Where(sample => sample.Phrase.Contains("closer", StringComparison.Ordinal)).ShouldAllBe(sample => sample.Targets[0] == 1);

        List<PhraseSample> Ending(string word) => moving.FindAll(sample => sample.Phrase.EndsWith(word, StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private static CutOut Cut(Scene scene, (double X, double Y) from, (double X, double Y) to, double height, double growth) =>
        new(scene, scene.Objects[0], from, to, height, growth, 0, false, 1, 1);

    private static SceneObject Thing(string category, int x, int y, int width, int height, bool wedge = false)
    {
        var pixels = new byte[Width * Height];
        for (var row = 0; row < height; row++)
        {
            pixels.AsSpan(((y + row) * Width) + x, wedge ? Math.Max(1, width * row / height) : width).Fill(1);
        }

        return new SceneObject(1, category, new ObjectBox(x, y, width, height), pixels.Sum(pixel => pixel), RunLengthMask.FromPixels(Width, Height, pixels), SceneObjectFlags.Instance);
    }

    private Scene Photo(string name, SKColor wall, SceneObject? thing = null, SKColor colour = default)
    {
        using var picture = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(picture);
        canvas.Clear(wall);
        if (thing is not null)
        {
            using var paint = new SKPaint { Color = colour };
            canvas.DrawRect((float)thing.Box.X, (float)thing.Box.Y, (float)thing.Box.Width, (float)thing.Box.Height, paint);
        }

        using var data = picture.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(folder.At(name + ".png"), data.ToArray());
        var labelled = new HashSet<string> { "dog", "cat", "person" };
        return new Scene("test", 1, folder.At(name + ".png"), Width, Height, thing is null ? [] : [thing], labelled, new HashSet<string>(), [], null);
    }
}
