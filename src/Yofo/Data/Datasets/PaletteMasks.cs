using Yofo.Output;

namespace Yofo.Data.Datasets;

/// <summary>True masks as palette PNG, pixel = object id, one file a frame under the frame's name.</summary>
internal static class PaletteMasks
{
    /// <summary>Reads from the files of a video's frames, see <see cref="DatasetTree.Masks"/>.</summary>
    public static MaskReader Read(IReadOnlyList<string> paths, int width, int height) =>
        (frame, objects) =>
        {
            var (maskWidth, maskHeight, pixels) = PalettePng.Read(paths[frame]);
            if (maskWidth != width || maskHeight != height)
                throw new YofoException($"The mask '{paths[frame]}' is {maskWidth} x {maskHeight} but its frames are {width} x {height}; fetch masks and frames of one size.");

            Span<byte> wanted = stackalloc byte[256];
            wanted.Clear();
            // 255 is void (or the white of a binary mask) and never an object's id.
            foreach (var id in objects.Where(id => id is > 0 and < 255)) wanted[(int)id] = 1;
            for (var i = 0; i < pixels.Length; i++) pixels[i] = wanted[pixels[i]];
            return pixels;
        };
}
