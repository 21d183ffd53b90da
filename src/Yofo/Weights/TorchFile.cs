using System.IO.Compression;
using TorchSharp;
using Yofo.Data.Datasets;
using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>
/// A state dict as <c>torch.save</c> writes it since PyTorch 1.6: a zip with <c>NAME/data.pkl</c>, a pickle that describes the tensors, and
/// <c>NAME/data/N</c>, the raw storages (little endian). Nothing in it is executed; every extent is checked before it is read.
/// </summary>
internal sealed class TorchFile : IDisposable
{
    private const long LargestPickle = 64 << 20;

    private readonly string path;
    private readonly ZipArchive zip;
    private readonly string prefix;
    private readonly Dictionary<string, PickledTensor> tensors = new(StringComparer.Ordinal);

    private TorchFile(string path, ZipArchive zip)
    {
        (this.path, this.zip) = (path, zip);
        var pickle = zip.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw new YofoException($"'{path}' is a zip without 'data.pkl', so torch.save did not write it; use a state dict of PyTorch or a .safetensors file.");
        prefix = pickle.FullName[..^"data.pkl".Length];
        if (zip.GetEntry(prefix + "byteorder") is { } order && Text(order) == "big")
        {
            throw new YofoException($"'{path}' was written on a big-endian machine, which is not read; use a .safetensors file.");
        }

        if (pickle.Length > LargestPickle)
        {
            throw Broken($"its 'data.pkl' has {pickle.Length} bytes");
        }

        var root = PickleReader.Read(Bytes(pickle), $"{path}/data.pkl", new TorchPickleNames()) as Dictionary<object, object?>
            ?? throw new YofoException($"'{path}' holds no dictionary of tensors: {new TorchPickleNames().Mend}");
        foreach (var (key, value) in root)
        {
            if (key is string name && value is PickledTensor tensor)
            {
                tensors[name] = tensor;
            }
        }

        Others = [.. root.Where(pair => pair.Value is not PickledTensor).Select(pair => $"{pair.Key}")];
    }

    /// <summary>Names of the tensors.</summary>
    public IReadOnlyCollection<string> Names => tensors.Keys;

    /// <summary>Names of what is no tensor, such as the parts of a training checkpoint.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>Opens a file and reads what it describes.</summary>
    /// <exception cref="YofoException">It is damaged, asks for code to be run, or is no state dict.</exception>
    public static TorchFile Open(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            return new TorchFile(path, zip);
        }
        catch (InvalidDataException error)
        {
            zip?.Dispose();
            throw new YofoException($"'{path}' is damaged or cut short ({error.Message.TrimEnd('.')}); get the file again.", error);
        }
        catch
        {
            zip?.Dispose();
            throw;
        }
    }

    /// <summary>Shape of a tensor.</summary>
    public long[] Shape(string name) => tensors[name].Shape;

    /// <summary>Reads one tensor in the type that it was stored in.</summary>
    /// <exception cref="YofoException">Its storage is missing, or too small for it.</exception>
    public Tensor Read(string name)
    {
        var described = tensors[name];
        if (described.Stride.Length != described.Shape.Length || !Fits(described))
        {
            throw Broken($"tensor '{name}' reaches beyond its storage");
        }

        var entry = zip.GetEntry($"{prefix}data/{described.Storage}") ?? throw Broken($"the storage '{described.Storage}' of tensor '{name}' is missing");
        if (entry.Length != described.Count * described.Type.ElementSize())
        {
            throw Broken($"the storage of tensor '{name}' has {entry.Length} bytes and should have {described.Count * described.Type.ElementSize()}");
        }

        using var storage = empty(described.Count, described.Type);
        try
        {
            using var stream = entry.Open();
            stream.ReadExactly(storage.bytes);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw Broken($"the storage of tensor '{name}' cannot be read");
        }

        using var view = storage.as_strided(described.Shape, described.Stride, described.Offset);
        return view.clone().contiguous();
    }

    /// <inheritdoc/>
    public void Dispose() => zip.Dispose();

    // In checked arithmetic: no size of a hostile file may overflow into one that fits.
    private static bool Fits(PickledTensor tensor)
    {
        try
        {
            var last = tensor.Offset;
            var elements = 1L;
            for (var dimension = 0; dimension < tensor.Shape.Length; dimension++)
            {
                elements = checked(elements * tensor.Shape[dimension]);
                last = checked(last + (Math.Max(0, tensor.Shape[dimension] - 1) * tensor.Stride[dimension]));
            }

            return tensor.Offset >= 0 && elements <= tensor.Count && (elements == 0 || last < tensor.Count);
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Text(ZipArchiveEntry entry) => System.Text.Encoding.ASCII.GetString(Bytes(entry)).Trim();

    private YofoException Broken(string why) => new($"'{path}' is damaged: {why}; get the file again.");
}
