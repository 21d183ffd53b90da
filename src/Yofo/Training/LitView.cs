using Yofo.Data;
using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// A picture seen closer, mirrored, and in a light of its own [ours]: a part of it around an object, with shade, haze and blur that come and go
/// across it. So an object is learned whole where one side of it lies in the shade and hardly differs from the wall behind.
/// </summary>
/// <param name="Crop">The part that is seen, in pixels.</param>
/// <param name="Mirrored">Left and right in each other's place.</param>
/// <param name="Light">Seed of the light; null: as it is.</param>
internal sealed record LitView((int X, int Y, int Width, int Height) Crop, bool Mirrored, int? Light)
{
    private const double Closer = 0.4, Closest = 0.45;      // how often, and of the picture's sides [ours]
    private const double Lit = 0.4;                         // how often [ours]
    private const double MostShade = 1.3, MostHaze = 0.7;   // of light lost as an exponent, of contrast lost [ours]
    private const int MostBlur = 5;                         // pixels to either side, three times over [ours]
    private const double Darkest = 0.75, Brightest = 1.35, Cast = 0.08, Steepness = 5; // [ours]
    private const int FieldRows = 3, FieldColumns = 4;      // how fast the light changes across the picture [ours]

    /// <summary>Draws one around one of some things.</summary>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="things">The boxes of the things, in pixels; at least one.</param>
    /// <param name="random">Draws it.</param>
    public static LitView Draw(int width, int height, IReadOnlyList<ObjectBox> things, Random random)
    {
        var share = random.NextDouble() < Closer ? Closest + ((1 - Closest) * random.NextDouble()) : 1;
        var (columns, rows) = (Math.Max(1, (int)(width * share)), Math.Max(1, (int)(height * share)));
        var box = things[random.Next(things.Count)];
        var (x, y) = (box.X + (box.Width * random.NextDouble()), box.Y + (box.Height * random.NextDouble())); // some point of it in the middle
        var crop = ((int)Math.Clamp(x - (columns / 2.0), 0, width - columns), (int)Math.Clamp(y - (rows / 2.0), 0, height - rows), columns, rows);
        return new LitView(crop, random.Next(2) == 0, random.NextDouble() < Lit ? random.Next() : null);
    }

    /// <summary>The view at its working size, in its light and as it is: RGB, 0 to 255, [1, 3, H, W].</summary>
    public (Tensor Lit, Tensor Plain) Picture(Frame frame)
    {
        using var scope = NewDisposeScope();
        var (height, width) = ImageInput.WorkingSize(Crop.Width, Crop.Height);
        var part = Cut(ImageInput.FromFrame(frame, frame.Height, frame.Width));
        var plain = nn.functional.interpolate(part, [height, width], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        var lit = Light is { } seed ? Illuminate(plain, new Random(seed)).clamp(0, 255) : plain.alias();
        return (lit.MoveToOuterDisposeScope(), plain.MoveToOuterDisposeScope());
    }

    /// <summary>The same part of masks of the whole picture: [1, O, h, w].</summary>
    public Tensor Masks(Tensor masks) => Cut(masks);

    // Shade, haze and blur, each with a field of its own and none in every third picture; a gain and a cast for all of it.
    private static Tensor Illuminate(Tensor rgb, Random random)
    {
        double Some(double most) => random.Next(3) == 0 ? 0 : most * random.NextDouble();
        var (height, width) = (rgb.shape[2], rgb.shape[3]);
        var blur = (int)Some(MostBlur);
        if (blur > 0)
        {
            var blurred = rgb;
            for (var pass = 0; pass < 3; pass++)                                                             // three boxes are nearly a Gauss
            {
                blurred = nn.functional.avg_pool2d(blurred, (2 * blur) + 1, stride: 1, padding: blur, count_include_pad: false);
            }

            rgb = lerp(rgb, blurred, Field(random, height, width));
        }

        var veil = nn.functional.avg_pool2d(rgb, [height, width]);                                           // the picture's mean colour
        rgb = lerp(rgb, veil, Field(random, height, width) * Some(MostHaze));
        var shade = Field(random, height, width) * Some(MostShade);
        var cast = tensor([.. Enumerable.Range(0, 3).Select(_ => (float)(1 + (((random.NextDouble() * 2) - 1) * Cast)))]).reshape(1, 3, 1, 1);
        return rgb * (-shade).exp() * cast * (Darkest + ((Brightest - Darkest) * random.NextDouble()));
    }

    // 0 to 1, mostly near one of them: [1, 1, H, W].
    private static Tensor Field(Random random, long height, long width)
    {
        var knots = tensor([.. Enumerable.Range(0, FieldRows * FieldColumns).Select(_ => (float)((random.NextDouble() * 2) - 1))]).reshape(1, 1, FieldRows, FieldColumns);
        return (nn.functional.interpolate(knots, [height, width], mode: InterpolationMode.Bicubic, align_corners: true) * Steepness).sigmoid();
    }

    private Tensor Cut(Tensor map)
    {
        var part = map.narrow(2, Crop.Y, Crop.Height).narrow(3, Crop.X, Crop.Width);
        return Mirrored ? part.flip(3) : part;
    }
}
