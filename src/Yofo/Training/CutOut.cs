using Yofo.Data;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Training;

/// <summary>A thing cut out of a photo, on its way through a composite clip. Places are shares of the clip's frame, time runs from 0 to 1.</summary>
/// <param name="Scene">The photo.</param>
/// <param name="Thing">The thing; it has a mask.</param>
/// <param name="From">Where its centre is at the beginning.</param>
/// <param name="To">Where its centre is at the end.</param>
/// <param name="Height">How much of the frame's height it takes at the beginning.</param>
/// <param name="Growth">How many times as large it is at the end.</param>
/// <param name="Turn">By how many radians it turns.</param>
/// <param name="Mirrored">Whether it is mirrored.</param>
/// <param name="Gain">Brightness, a factor.</param>
/// <param name="Blur">Columns over which it is smeared: 1, 3 or 5.</param>
internal sealed record CutOut(
    Scene Scene, SceneObject Thing, (double X, double Y) From, (double X, double Y) To, double Height, double Growth, double Turn, bool Mirrored, double Gain, int Blur)
{
    private const double LargestStep = 1.2; // pixels of the photo to one of the frame; a finer photo is shrunk first, so that none is passed over [ours]

    /// <summary>Draws it into a frame of a size.</summary>
    /// <param name="time">0 to 1.</param>
    /// <param name="height">Height of the frame.</param>
    /// <param name="width">Width of the frame.</param>
    /// <returns>Its colours, 0 to 255, and how far each pixel is its own: [1, 3, height, width] and [1, 1, height, width].</returns>
    public (Tensor Rgb, Tensor Cover) Draw(double time, int height, int width)
    {
        using var scope = NewDisposeScope();
        var photo = ImageInput.FromFrame(Picture.Load(Scene.Path), Scene.Height, Scene.Width);
        var both = cat([photo * Gain, MaskImage.Of([Thing.Mask!])], 1);                              // [1, 4, h, w]
        var factor = Height * Math.Pow(Growth, time) * height / Thing.Box.Height;                    // frame pixels to a photo pixel
        var shrink = Math.Min(1, factor * LargestStep);
        if (shrink < 1)
        {
            var (rows, columns) = ((long)Math.Ceiling(Scene.Height * shrink), (long)Math.Ceiling(Scene.Width * shrink));
            both = interpolate(both, [rows, columns], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        }

        var sampled = grid_sample(
            both, affine_grid(Matrix(time, factor, height, width), [1, 1, height, width], align_corners: false),
            mode: GridSampleMode.Bilinear, padding_mode: GridSamplePaddingMode.Zeros, align_corners: false);
        var cover = avg_pool2d(sampled.narrow(1, 3, 1), 3, stride: 1, padding: 1);                   // a soft rim, as a lens draws it
        var rgb = sampled.narrow(1, 0, 3);
        if (Blur > 1)
        {
            (rgb, cover) = (Smear(rgb), Smear(cover));
        }

        return (rgb.clamp(0, 255).MoveToOuterDisposeScope(), cover.MoveToOuterDisposeScope());
    }

    private Tensor Smear(Tensor map) => avg_pool2d(map, (1, Blur), (1, 1), (0, Blur / 2));

    // From the frame's coordinates to the photo's, both -1 to 1: the thing's middle lies where the way is at that time.
    private Tensor Matrix(double time, double factor, int height, int width)
    {
        var (centreX, centreY) = ((From.X + ((To.X - From.X) * time)) * width, (From.Y + ((To.Y - From.Y) * time)) * height);
        var (middleX, middleY) = (Thing.Box.X + (Thing.Box.Width / 2), Thing.Box.Y + (Thing.Box.Height / 2));
        var (cos, sin, side) = (Math.Cos(Turn * time) / factor, Math.Sin(Turn * time) / factor, Mirrored ? -1.0 : 1.0);
        return tensor(new[]
        {
            (float)(side * cos * width / Scene.Width), (float)(side * sin * height / Scene.Width),
            (float)((2 * (middleX + (side * ((cos * ((width / 2.0) - centreX)) + (sin * ((height / 2.0) - centreY))))) / Scene.Width) - 1),
            (float)(-sin * width / Scene.Height), (float)(cos * height / Scene.Height),
            (float)((2 * (middleY + (-sin * ((width / 2.0) - centreX)) + (cos * ((height / 2.0) - centreY))) / Scene.Height) - 1),
        }).reshape(1, 2, 3);
    }
}
