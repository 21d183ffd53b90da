using SkiaSharp;

namespace Yofo.Evaluation;

/// <summary>Draws one frame of a contact sheet: the picture, the answer as a red veil, the truth as a green outline.</summary>
internal static class SheetTile
{
    private const int Outline = 2; // [ours] pixels of the sheet

    private static readonly SKColor Veil = new(255, 69, 58, 120);
    private static readonly SKColor Truth = new(60, 255, 110);

    /// <summary>Fits a frame into an area, keeping its proportions.</summary>
    public static void Draw(SKCanvas canvas, SheetPicture picture, SKRectI area)
    {
        var scale = Math.Min(area.Width / (double)picture.Width, area.Height / (double)picture.Height);
        var (width, height) = (Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale)));
        var place = SKRectI.Create(area.Left + ((area.Width - width) / 2), area.Top + ((area.Height - height) / 2), width, height);
        if (picture.Rgb.IsEmpty)
        {
            using var paint = new SKPaint { Color = new SKColor(70, 70, 76) };
            canvas.DrawRect(place, paint);
        }
        else
        {
            using var bitmap = Picture(picture);
            using var image = SKImage.FromBitmap(bitmap);
            canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        using var masks = Masks(picture, width, height);
        canvas.DrawBitmap(masks, place.Left, place.Top);
    }

    private static SKBitmap Picture(SheetPicture picture)
    {
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var source = picture.Rgb.Span;
        var target = bitmap.GetPixelSpan();
        for (var (from, to) = (0, 0); from < source.Length; from += 3, to += 4)
        {
            source.Slice(from, 3).CopyTo(target[to..]);
            target[to + 3] = 255;
        }

        return bitmap;
    }

    // Outlines are found at the size of the sheet, so that they stay as wide as they should be.
    private static SKBitmap Masks(SheetPicture picture, int width, int height)
    {
        var (truth, answer) = (Shrink(picture.Truth, picture, width, height), Shrink(picture.Prediction, picture, width, height));
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var pixels = bitmap.GetPixelSpan();
        for (var index = 0; index < truth.Length; index++)
        {
            var colour = truth[index] && IsNearEdge(truth, index % width, index / width, width, height) ? Truth : answer[index] ? Veil : SKColors.Transparent;
            (pixels[index * 4], pixels[(index * 4) + 1], pixels[(index * 4) + 2], pixels[(index * 4) + 3]) = (colour.Red, colour.Green, colour.Blue, colour.Alpha);
        }

        return bitmap;
    }

    private static bool[] Shrink(byte[] mask, SheetPicture picture, int width, int height)
    {
        var small = new bool[width * height];
        for (var index = 0; index < small.Length; index++)
        {
            var (x, y) = (((2 * (index % width)) + 1) * picture.Width / (2 * width), ((2 * (index / width)) + 1) * picture.Height / (2 * height));
            small[index] = mask[(y * picture.Width) + x] != 0;
        }

        return small;
    }

    private static bool IsNearEdge(bool[] mask, int x, int y, int width, int height)
    {
        for (var step = 1; step <= Outline; step++)
        {
            // The border of the picture is an edge too: an object that fills it is outlined all the same.
            if (x < step || x >= width - step || y < step || y >= height - step) return true;
            if (!mask[(y * width) + x - step] || !mask[(y * width) + x + step] || !mask[((y - step) * width) + x] || !mask[((y + step) * width) + x]) return true;
        }

        return false;
    }
}
