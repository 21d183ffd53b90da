using Yofo.Modeling.Vision;
using Yofo.Video;

namespace Yofo.Data;

/// <summary>Looks at the pixels of a scene's objects.</summary>
internal static class ObjectLooks
{
    // Heads and shoulders are about square; a whole person is at least this much taller than wide. [ours]
    private const double WholePersonAspect = 1.9;

    // Fewer pixels than this say nothing about a colour. [ours]
    private const int FewestPixels = 24;

    /// <summary>One look an object, in the order of the scene. The picture must have the size that the scene says.</summary>
    public static IReadOnlyList<ObjectLook> Of(Scene scene, Frame picture)
    {
        if ((picture.Width, picture.Height) != (scene.Width, scene.Height))
            throw new YofoException($"'{scene.Path}' is {picture.Width}x{picture.Height}, but its annotations are for {scene.Width}x{scene.Height}; pass the picture as it is stored.");
        var names = new byte[scene.Width * scene.Height];
        ColourNames.Classify(picture.Rgb.Span, names);
        return [.. scene.Objects.Select(o => Look(scene, o, names, picture.Rgb.Span))];
    }

    /// <summary>Looks without pixels: boxes and names only, colours unknown.</summary>
    public static IReadOnlyList<ObjectLook> WithoutPixels(Scene scene) => [.. scene.Objects.Select(o => Bare(scene, o))];

    private static ObjectLook Bare(Scene scene, SceneObject thing) => new(
        new ObjectBox(thing.Box.X / scene.Width, thing.Box.Y / scene.Height, thing.Box.Width / scene.Width, thing.Box.Height / scene.Height),
        thing.Area / ((double)scene.Width * scene.Height),
        thing.Category,
        thing.IsSingle,
        null,
        null,
        null,
        default);

    private static ObjectLook Look(Scene scene, SceneObject thing, ReadOnlySpan<byte> names, ReadOnlySpan<byte> rgb)
    {
        var bare = Bare(scene, thing);
        if (thing.Mask is not { } mask)
            return bare;
        var ((upperFrom, upperTo), (lowerFrom, lowerTo)) = Rows(thing);
        float[] whole = new float[ColourNames.Count], upper = new float[ColourNames.Count], lower = new float[ColourNames.Count];
        int all = 0, above = 0, below = 0, at = 0;
        long red = 0, green = 0, blue = 0;
        for (var run = 0; run < mask.Counts.Length; at += mask.Counts[run++])
        {
            for (var i = at; run % 2 == 1 && i < at + mask.Counts[run]; i++)
            {
                var (x, y) = Math.DivRem(i, mask.Height);
                var pixel = (y * mask.Width) + x;
                whole[names[pixel]]++;
                all++;
                red += rgb[pixel * 3];
                green += rgb[(pixel * 3) + 1];
                blue += rgb[(pixel * 3) + 2];
                if (y >= upperFrom && y < upperTo)
                {
                    upper[names[pixel]]++;
                    above++;
                }
                else if (y >= lowerFrom && y < lowerTo)
                {
                    lower[names[pixel]]++;
                    below++;
                }
            }
        }

        ColourNames.Normalise(whole, all);
        ColourNames.Normalise(upper, above);
        ColourNames.Normalise(lower, below);
        var count = Math.Max(all, 1);
        return bare with
        {
            Whole = all >= FewestPixels ? whole : null,
            Upper = above >= FewestPixels ? upper : null,
            Lower = below >= FewestPixels ? lower : null,
            Mean = ((float)red / count, (float)green / count, (float)blue / count),
        };
    }

    // Rows of the upper and the lower part. A whole person's head (about the upper sixth) and feet are left out;
    // of a person cut off at the waist the lower part of the mask is the chest, and no legs are seen.
    private static ((double From, double To) Upper, (double From, double To) Lower) Rows(SceneObject thing)
    {
        var box = thing.Box;
        (double, double) Part(double from, double to) => (box.Y + (from * box.Height), box.Y + (to * box.Height));
        if (thing.Category != "person")
            return (Part(0, 0.5), Part(0.5, 1.01));
        return box.Height >= WholePersonAspect * box.Width ? (Part(0.17, 0.48), Part(0.55, 0.9)) : (Part(0.42, 1.01), (0, 0));
    }
}
