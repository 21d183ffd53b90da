using System.Text.Json;
using SkiaSharp;
using Yofo.Data;

namespace Yofo.Tests.Training;

/// <summary>Training data that a test paints: a dog left and a person right (or the other way round) before a plain wall, in a folder of COCO's layout.</summary>
internal static class PaintedStills
{
    public const int Width = 128, Height = 96;

    /// <summary>Paints so many pictures into <paramref name="stills"/>/coco.</summary>
    public static void Paint(string stills, int count)
    {
        var folder = Path.Combine(stills, "coco");
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        var (images, annotations) = (new List<object>(), new List<object>());
        for (var number = 1; number <= count; number++)
        {
            using var picture = new SKBitmap(Width, Height);
            using var canvas = new SKCanvas(picture);
            canvas.Clear(new SKColor(200, 200, (byte)(150 + (10 * number))));
            images.Add(new { id = number, file_name = $"{number}.png", width = Width, height = Height });
            foreach (var (category, left, colour) in new[] { (1, number % 2 == 0, SKColors.Red), (2, number % 2 == 1, SKColors.Blue) })
            {
                var (x, y) = (left ? 12 : 76, 20 + number);
                using var paint = new SKPaint { Color = colour };
                canvas.DrawRect(x, y, 40, 50, paint);
                var pixels = new byte[Width * Height];
                for (var row = y; row < y + 50; row++)
                    pixels.AsSpan((row * Width) + x, 40).Fill(1);
                var segmentation = new { size = new[] { Height, Width }, counts = RunLengthMask.FromPixels(Width, Height, pixels).ToText() };
                annotations.Add(new { id = annotations.Count + 1, image_id = number, category_id = category, bbox = new[] { x, y, 40, 50 }, area = 2000, instance = true, segmentation });
            }

            using var data = picture.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(folder, "images", $"{number}.png"), data.ToArray());
        }

        var categories = new[] { new { id = 1, name = "dog" }, new { id = 2, name = "person" } };
        File.WriteAllText(Path.Combine(folder, "instances.json"), JsonSerializer.Serialize(new { images, annotations, categories }));
    }
}
