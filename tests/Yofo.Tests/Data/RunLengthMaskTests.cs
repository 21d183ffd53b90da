using System.Text.Json;
using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class RunLengthMaskTests
{
    private static readonly Gen<(int Width, int Height, byte[] Pixels)> Masks =
        from width in Gen.Int[1, 17]
        from height in Gen.Int[1, 17]
        from pixels in Gen.Byte[0, 1].Array[width * height]
        select (width, height, pixels);

    [Fact]
    public void Every_mask_of_the_fixture_is_reproduced()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Shared.Path("fixtures/coco-rle.json")));
        var seen = 0;
        foreach (var entry in document.RootElement.GetProperty("masks").EnumerateArray())
        {
            var name = entry.GetProperty("name").GetString()!;
            var (width, height) = (entry.GetProperty("width").GetInt32(), entry.GetProperty("height").GetInt32());
            int[] counts = [.. entry.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32())];
            var text = entry.GetProperty("counts_string").GetString()!;
            var box = entry.GetProperty("bbox_xywh");
            var mask = RunLengthMask.Parse(width, height, text);

            mask.Counts.ToArray().ShouldBe(counts, name);
            RunLengthMask.FromCounts(width, height, counts).ToText().ShouldBe(text, name);
            mask.Area.ShouldBe(entry.GetProperty("area").GetInt32(), name);
            mask.Box.ShouldBe(new PixelBox(box[0].GetInt32(), box[1].GetInt32(), box[2].GetInt32(), box[3].GetInt32()), name);
            if (Pixels(entry, width, height) is { } pixels)
            {
                mask.ToPixels().ShouldBe(pixels, name);
                RunLengthMask.FromPixels(width, height, pixels).Counts.ToArray().ShouldBe(counts, name);
            }

            seen++;
        }

        seen.ShouldBe(12);
    }

    [Fact]
    public void Decoding_undoes_encoding_through_the_text() => Masks.Sample(m =>
        RunLengthMask.Parse(m.Width, m.Height, RunLengthMask.FromPixels(m.Width, m.Height, m.Pixels).ToText()).ToPixels().ShouldBe(m.Pixels));

    [Fact]
    public void Area_box_and_overlap_agree_with_counting_pixels() => Masks.Sample(m =>
    {
        var other = m.Pixels.Select((p, i) => (byte)((i % 3 == 0 ? 1 - p : p) & 1)).ToArray();
        var (mine, theirs) = (RunLengthMask.FromPixels(m.Width, m.Height, m.Pixels), RunLengthMask.FromPixels(m.Width, m.Height, other));
        var shared = m.Pixels.Zip(other).Count(p => p.First == 1 && p.Second == 1);
        var either = m.Pixels.Zip(other).Count(p => p.First == 1 || p.Second == 1);

        mine.Area.ShouldBe(m.Pixels.Count(p => p == 1));
        mine.Intersection(theirs).ShouldBe(shared);
        mine.IntersectionOverUnion(theirs).ShouldBe(either == 0 ? 1 : (double)shared / either, 1e-12);
        var set = Enumerable.Range(0, m.Pixels.Length).Where(i => m.Pixels[i] == 1).ToList();
        if (set.Count == 0)
        {
            mine.Box.ShouldBe(default);
            return;
        }

        var (left, top) = (set.Min(i => i % m.Width), set.Min(i => i / m.Width));
        mine.Box.ShouldBe(new PixelBox(left, top, set.Max(i => i % m.Width) - left + 1, set.Max(i => i / m.Width) - top + 1));
    });

    [Fact]
    public void Runs_of_length_zero_do_not_disturb_the_overlap()
    {
        var gapped = RunLengthMask.FromCounts(2, 3, [1, 2, 0, 2, 1]);
        var plain = RunLengthMask.FromCounts(2, 3, [1, 4, 1]);

        gapped.Intersection(plain).ShouldBe(4);
        plain.Intersection(gapped).ShouldBe(4);
    }

    [Theory]
    [InlineData("P")]
    [InlineData("PPPPPPPPPPPPPPPP1")]
    [InlineData("d0d0")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("\u0001")]
    [InlineData("ooooooo0")]
    [InlineData("44444")]
    public void Hostile_texts_end_in_one_sentence(string text) =>
        Should.Throw<YofoException>(() => RunLengthMask.Parse(5, 4, text)).Message.ShouldContain("5x4");

    [Fact]
    public void Any_text_either_decodes_to_its_size_or_is_refused() => Gen.String[Gen.Char['0', 'o'], 0, 30].Sample(text =>
    {
        try
        {
            RunLengthMask.Parse(9, 7, text).Counts.ToArray().Sum().ShouldBe(63);
        }
        catch (YofoException)
        {
        }
    });

    [Theory]
    [InlineData(0, 4, new[] { 0 })]
    [InlineData(100000, 100000, new[] { 1 })]
    [InlineData(2, 2, new[] { 5, -1 })]
    [InlineData(2, 2, new[] { int.MaxValue, int.MaxValue })]
    [InlineData(2, 2, new[] { 3 })]
    public void Counts_that_do_not_fit_are_refused(int width, int height, int[] counts) =>
        Should.Throw<YofoException>(() => RunLengthMask.FromCounts(width, height, counts));

    private static byte[]? Pixels(JsonElement entry, int width, int height)
    {
        if (entry.TryGetProperty("rows", out var rows))
            return [.. rows.EnumerateArray().SelectMany(row => row.GetString()!.Select(c => (byte)(c - '0')))];

        // Index 0 is black in the DAVIS palette and every other index is not, so colours tell inside from outside.
        var picture = Picture.Load(Shared.Path("fixtures/" + entry.GetProperty("png").GetString()));
        (picture.Width, picture.Height).ShouldBe((width, height));
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = picture.Rgb.Span.Slice(i * 3, 3).IndexOfAnyExcept((byte)0) >= 0 ? (byte)1 : (byte)0;
        return pixels;
    }
}
