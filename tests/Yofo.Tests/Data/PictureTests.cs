using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class PictureTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 0)]
    [InlineData(SKEncodedImageFormat.Jpeg, 6)]
    [InlineData(SKEncodedImageFormat.Webp, 6)]
    public void Colours_come_back_in_rgb_order(SKEncodedImageFormat format, int tolerance)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var bitmap = new SKBitmap(32, 16);
            bitmap.Erase(new SKColor(200, 100, 30));
            using (var file = File.Create(path))
                bitmap.Encode(file, format, 100);

            var frame = Picture.Load(path);

            (frame.Width, frame.Height, frame.Rgb.Length).ShouldBe((32, 16, 32 * 16 * 3));
            var middle = frame.Rgb.Span.Slice(((8 * 32) + 16) * 3, 3).ToArray();
            ((double)middle[0]).ShouldBe(200, tolerance);
            ((double)middle[1]).ShouldBe(100, tolerance);
            ((double)middle[2]).ShouldBe(30, tolerance);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Should.Throw<YofoException>(() => Picture.Load("nowhere/dog.png")).Message.ShouldContain("nowhere/dog.png");

    [Fact]
    public void A_file_that_is_no_picture_or_is_cut_off_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "not a picture");
            Should.Throw<YofoException>(() => Picture.Load(path)).Message.ShouldContain("not a picture");

            using var bitmap = new SKBitmap(64, 64);
            using (var file = File.Create(path))
                bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..60]);
            Should.Throw<YofoException>(() => Picture.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_kind_of_still_has_the_size_that_its_annotations_say()
    {
        foreach (var folder in StillsFolder.Folders(Shared.Path("data/stills")))
        {
            var scene = StillsFolder.Load(folder)[0];
            var frame = Picture.Load(scene.Path);

            (frame.Width, frame.Height).ShouldBe((scene.Width, scene.Height), scene.Path);
        }
    }
}
