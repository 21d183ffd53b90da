using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class ContactSheetTests : IDisposable
{
    private const int Width = 72;
    private const int Height = 40;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_worst_frames_come_first_in_order_and_the_best_after_them()
    {
        var lines = ContactSheet.Write(folder.At("sheet.png"), [Subject("bear", 0.4, 0.9), Subject("cat", 0.1, 0.3), Subject("dog", 0.2, 0.95)]);
        lines.ShouldBe([
            "worst: cat 00000: J 0.100, the cat", "worst: dog 00000: J 0.200, the dog", "worst: bear 00000: J 0.400, the bear",
            "best: dog 00001: J 0.950, the dog", "best: bear 00001: J 0.900, the bear", "best: cat 00001: J 0.300, the cat"]);
    }

    [Fact]
    public void A_tile_shows_the_picture_the_answer_as_a_veil_and_the_truth_as_an_outline()
    {
        ContactSheet.Write(folder.At("sheet.png"), [Subject("bear", 0.4, 0.9)], []);
        using var sheet = SKBitmap.Decode(folder.At("sheet.png"));
        // The first tile begins at (12, 34) and is 360 x 200 of its 360 x 204: five times the picture, two pixels lower.
        SKColor At(double x, double y) => sheet.GetPixel(12 + (int)(x * 5), 36 + (int)(y * 5));
        At(70, 38).ShouldBe(new SKColor(0, 0, 200));      // nothing: the picture as it is
        At(10, 30).Red.ShouldBeGreaterThan((byte)100);    // answer without truth: red over blue
        At(10, 30).Blue.ShouldBeGreaterThan((byte)100);
        At(30, 20.2).ShouldBe(new SKColor(60, 255, 110)); // the edge of the truth
        At(40, 30).ShouldBe(new SKColor(0, 0, 200));      // truth without answer: only outlined
    }

    [Fact]
    public void Without_a_font_the_captions_lie_in_a_text_beside_the_sheet()
    {
        ContactSheet.Write(folder.At("sheet.png"), [Subject("bear", 0.4, 0.9)], []);
        File.ReadAllLines(folder.At("sheet.txt")).ShouldBe(["worst: bear 00000: J 0.400, the bear", "best: bear 00001: J 0.900, the bear"]);
    }

    [Fact]
    public void Masks_alone_are_shown_where_there_is_no_picture()
    {
        ContactSheet.Write(folder.At("sheet.png"), [Subject("bear", 0.4, 0.9, picture: false)], []);
        using var sheet = SKBitmap.Decode(folder.At("sheet.png"));
        sheet.GetPixel(12 + 350, 36 + 190).ShouldBe(new SKColor(70, 70, 76));
    }

    [Fact]
    public void At_most_eight_of_each_are_shown()
    {
        var lines = ContactSheet.Write(folder.At("sheet.png"), [.. Enumerable.Range(0, 12).Select(k => Subject($"v{k}", k / 20.0, 0.99))], []);
        lines.Count.ShouldBe(16);
        lines[7].ShouldStartWith("worst: v7 ");
    }

    [Fact]
    public void Nothing_to_show_is_said()
    {
        var extremes = new FrameExtremes();
        extremes.Add(0, 1, isSeen: false);
        Should.Throw<YofoException>(() => ContactSheet.Write(folder.At("sheet.png"), [new SheetSubject("bear", "the bear", extremes, _ => "", _ => throw new InvalidOperationException())]))
            .Message.ShouldContain("would be empty");
        File.Exists(folder.At("sheet.png")).ShouldBeFalse();
    }

    // Blue, the right half of the lower half is the object, the left half of it was answered.
    private static SheetSubject Subject(string name, double worst, double best, bool picture = true)
    {
        var extremes = new FrameExtremes();
        extremes.Add(0, worst, isSeen: true);
        extremes.Add(1, best, isSeen: true);
        var (rgb, truth, answer) = (new byte[Width * Height * 3], new byte[Width * Height], new byte[Width * Height]);
        for (var index = 0; index < truth.Length; index++)
        {
            rgb[(index * 3) + 2] = 200;
            var (x, y) = (index % Width, index / Width);
            truth[index] = (byte)(x is >= 24 and < 60 && y >= 20 ? 1 : 0);
            answer[index] = (byte)(x < 20 && y >= 20 ? 1 : 0);
        }

        return new SheetSubject(name, $"the {name}", extremes, frame => $"0000{frame}", _ => new SheetPicture(Width, Height, picture ? rgb : default(ReadOnlyMemory<byte>), truth, answer));
    }
}
