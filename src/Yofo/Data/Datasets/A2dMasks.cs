namespace Yofo.Data.Datasets;

/// <summary>
/// What an annotation file of A2D-Sentences (HDF5, written by MATLAB) holds: the ids of dataset <c>instance</c>, and the bytes of dataset
/// <c>reMask</c>, which runs instance by instance, column by column: [instances, width, height], or [width, height] where there is one.
/// </summary>
internal sealed record A2dMasks(IReadOnlyList<long> Instances, int Width, int Height, byte[] Masks)
{
    /// <summary>Opens one such file: <see cref="A2dFile.Read"/>, or what a test puts in its place.</summary>
    public delegate A2dMasks Reader(string path);

    /// <summary>The union of some instances row by row, all zeros for none; null where the frame has none of those that are wanted.</summary>
    public byte[]? Union(IReadOnlyList<long> wanted)
    {
        var mask = wanted.Count == 0 ? new byte[Width * Height] : null;
        for (var k = 0; k < Instances.Count; k++)
        {
            if (!wanted.Contains(Instances[k])) continue;
            mask ??= new byte[Width * Height];
            var start = k * Width * Height;
            for (var x = 0; x < Width; x++)
            {
                for (var y = 0; y < Height; y++)
                {
                    if (Masks[start + (x * Height) + y] != 0) mask[(y * Width) + x] = 1;
                }
            }
        }

        return mask;
    }
}
