using CsCheck;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Video;

namespace Yofo.Tests.Video;

public sealed class FrameFolderTests : IDisposable
{
    private readonly Clips clips = new();

    public void Dispose() => clips.Dispose();

    [Fact]
    public void Images_of_all_kinds_come_in_natural_order_without_ffmpeg()
    {
        (string Name, SKColor Colour, SKEncodedImageFormat Format)[] images =
        [
            ("frame1.png", new SKColor(10, 20, 30), SKEncodedImageFormat.Png), ("frame2.JPG", new SKColor(200, 30, 40), SKEncodedImageFormat.Jpeg),
            ("frame10.webp", new SKColor(20, 200, 60), SKEncodedImageFormat.Webp), ("frame11.jpeg", new SKColor(90, 90, 220), SKEncodedImageFormat.Jpeg),
        ];
        foreach (var (name, colour, format) in images)
        {
            Save(name, colour, 40, 30, format);
        }

        File.WriteAllText(clips.Path("notes.txt"), "no image");
        File.WriteAllText(clips.Path("._frame1.png"), "macOS writes such files");

        using var source = FrameSource.Open(clips.Folder, () => throw new InvalidOperationException("ffmpeg is not needed here"));
        source.Info.ShouldBe(new VideoInfo(40, 30, new FrameRate(25, 1), 4, 0.16, false));
        var frames = source.Read(TestContext.Current.CancellationToken).Select(frame => (frame.Index, frame.Time, Colour: Clips.Pixel(frame, 20, 15))).ToList();
        frames.Select(frame => (frame.Index, frame.Time)).ShouldBe([(0, 0), (1, 0.04), (2, 0.08), (3, 0.12)]);
        frames.Zip(images).ShouldAllBe(pair => Clips.IsNear(pair.First.Colour, pair.Second.Colour));
    }

    [Fact]
    public void A_bitmap_of_Windows_is_read()
    {
        // 1 x 1 pixel, 24 bits, blue-green-red: Skia reads the format and does not write it.
        File.WriteAllBytes(clips.Path("a.bmp"), [0x42, 0x4D, 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0, .. new byte[24], 3, 2, 1, 0]);
        using var source = FrameSource.Open(clips.Folder);
        source.Read(TestContext.Current.CancellationToken).First().Rgb.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void One_image_is_a_video_of_one_frame()
    {
        Save("only.png", SKColors.Red, 8, 6);
        foreach (var path in new[] { clips.Folder, clips.Path("only.png") })
        {
            using var source = FrameSource.Open(path);
            source.Read(TestContext.Current.CancellationToken).Count().ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(1, "TL", "TR")]
    [InlineData(2, "TR", "TL")]
    [InlineData(3, "BR", "BL")]
    [InlineData(4, "BL", "BR")]
    [InlineData(5, "TL", "BL")]
    [InlineData(6, "TR", "BR")]
    [InlineData(7, "BR", "TR")]
    [InlineData(8, "BL", "TL")]
    public void A_photo_stands_upright_as_its_EXIF_says(byte orientation, string red, string green)
    {
        using var bitmap = new SKBitmap(64, 32);
        bitmap.Erase(SKColors.White);
        bitmap.Erase(SKColors.Red, SKRectI.Create(0, 0, 16, 16));
        bitmap.Erase(SKColors.Lime, SKRectI.Create(48, 0, 16, 16));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        // APP1 with a TIFF of one entry, the orientation, put after the start of the image.
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        byte[] file = [.. data.Span[..2], .. exif, .. data.Span[2..]];
        File.WriteAllBytes(clips.Path("photo.jpg"), file);

        using var source = FrameSource.Open(clips.Path("photo.jpg"));
        (source.Info.Width, source.Info.Height).ShouldBe(orientation < 5 ? (64, 32) : (32, 64));
        var frame = source.Read(TestContext.Current.CancellationToken).First();
        Clips.IsNear(Corner(frame, red), SKColors.Red).ShouldBeTrue();
        Clips.IsNear(Corner(frame, green), SKColors.Lime).ShouldBeTrue();
    }

    [Fact]
    public void What_cannot_be_used_is_named()
    {
        Should.Throw<YofoException>(() => FrameSource.Open(clips.Folder)).Message
            .ShouldBe($"No images in '{clips.Folder}' (looked for .jpg, .jpeg, .png, .webp, .bmp). Name a folder of images or a video file.");

        Save("00000.png", SKColors.Red, 40, 30);
        Save("00001.png", SKColors.Red, 41, 30);
        Should.Throw<YofoException>(() => FrameSource.Open(clips.Folder)).Message
            .ShouldBe($"'{clips.Path("00001.png")}' has 41x30 pixels and the first image 40x30. Give all images of a folder one size.");

        File.WriteAllText(clips.Path("00001.png"), "no image");
        Should.Throw<YofoException>(() => FrameSource.Open(clips.Folder)).Message.ShouldContain($"'{clips.Path("00001.png")}' is no image that can be read");
    }

    [Fact]
    public void A_cut_image_is_named_after_the_whole_ones()
    {
        Save("0.jpg", SKColors.Red, 200, 200, SKEncodedImageFormat.Jpeg, noise: true);
        Save("1.jpg", SKColors.Red, 200, 200, SKEncodedImageFormat.Jpeg, noise: true);
        var bytes = File.ReadAllBytes(clips.Path("1.jpg"));
        File.WriteAllBytes(clips.Path("1.jpg"), bytes[..(bytes.Length / 2)]);
        using var source = FrameSource.Open(clips.Folder);
        using var frames = source.Read(TestContext.Current.CancellationToken).GetEnumerator();
        frames.MoveNext().ShouldBeTrue();
        Should.Throw<YofoException>(() => frames.MoveNext()).Message.ShouldContain($"'{clips.Path("1.jpg")}' is no image that can be read (it is cut short)");
    }

    [Fact]
    public void Natural_order_is_an_order_and_goes_by_numbers()
    {
        Gen.Int[0, 100000].Array[2].Sample(pair =>
            Math.Sign(NaturalOrder.Instance.Compare($"f{pair[0]}.png", $"f{pair[1]:000}.png")) == Math.Sign(pair[0].CompareTo(pair[1])) || pair[0] == pair[1]);
        var names = Gen.Char["a01B9."].Array[0, 6].Select(letters => new string(letters));
        Gen.Select(names, names, names).Sample((a, b, c) =>
        {
            var order = NaturalOrder.Instance;
            return Math.Sign(order.Compare(a, b)) == -Math.Sign(order.Compare(b, a))
                && (order.Compare(a, b) == 0) == (a == b)
                && (order.Compare(a, b) > 0 || order.Compare(b, c) > 0 || order.Compare(a, c) <= 0);
        });
    }

    private static SKColor Corner(Frame frame, string name) =>
        Clips.Pixel(frame, name[1] == 'L' ? 7 : frame.Width - 8, name[0] == 'T' ? 7 : frame.Height - 8);

    private void Save(string name, SKColor colour, int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Png, bool noise = false)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        for (var at = 0; noise && at < width * height; at++)
        {
            bitmap.SetPixel(at % width, at / width, new SKColor((uint)((at * 2654435761) | 0xFF000000)));
        }

        using var data = bitmap.Encode(format, 95);
        File.WriteAllBytes(clips.Path(name), data.ToArray());
    }
}
