using PureHDF;

namespace Yofo.Data.Datasets;

/// <summary>Reads an annotation file of A2D-Sentences: an <see cref="A2dMasks.Reader"/> on PureHDF, which is managed code and runs nothing of the file.</summary>
internal static class A2dFile
{
    private const int MostMasks = 1000; // [ours] the set's frames hold a few; a damaged header may claim any number

    /// <summary>Reads one file, <c>text_annotations/a2d_annotation_with_instances/video/frame.h5</c>.</summary>
    /// <exception cref="YofoException">The file is missing, cut short, or holds something else.</exception>
    public static A2dMasks Read(string path)
    {
        try
        {
            using var file = H5File.OpenRead(path);
            var masks = file.Dataset("reMask");
            var sizes = masks.Space.Dimensions;
            if (sizes.Length is not (2 or 3) || Array.Exists(sizes, size => size is 0 or > 32768) || (sizes.Length == 3 && sizes[0] > MostMasks))
                throw new YofoException($"The dataset 'reMask' of '{path}' has the sizes {string.Join(" x ", sizes)}, not [masks x] width x height; fetch the file anew.");

            var ids = Numbers(file.Dataset("instance"));
            var bytes = masks.Type is { Class: H5DataTypeClass.FixedPoint, Size: 1 } ? masks.Read<byte[]>() : [.. Numbers(masks).Select(value => (byte)(value != 0 ? 1 : 0))];
            return new A2dMasks(ids, (int)sizes[^2], (int)sizes[^1], bytes);
        }
        catch (Exception error) when (error is not (YofoException or OutOfMemoryException))
        {
            // PureHDF answers damage with whatever exception the damage leads to, plain Exception among them.
            throw new YofoException($"'{path}' is no HDF5 file with the datasets 'reMask' and 'instance', or is cut short ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); fetch the file anew.", error);
        }
    }

    // MATLAB writes whole numbers as doubles unless told otherwise.
    private static long[] Numbers(IH5Dataset dataset) => dataset.Type switch
    {
        { Class: H5DataTypeClass.FloatingPoint, Size: 8 } => Array.ConvertAll(dataset.Read<double[]>(), value => (long)value),
        { Class: H5DataTypeClass.FloatingPoint } => Array.ConvertAll(dataset.Read<float[]>(), value => (long)value),
        { Size: 1 } => Array.ConvertAll(dataset.Read<byte[]>(), value => (long)value),
        { Size: 2 } => Array.ConvertAll(dataset.Read<short[]>(), value => (long)value),
        { Size: 4 } => Array.ConvertAll(dataset.Read<int[]>(), value => (long)value),
        _ => dataset.Read<long[]>(),
    };
}
