using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>
/// A safetensors file: 8 bytes of header length (little endian), a JSON header, then the raw data. Read lazily, tensor by
/// tensor; every offset is checked against the file before any is used, so a truncated or hostile file is refused as a whole.
/// </summary>
internal sealed class Safetensors
{
    private const int MaximumHeader = 100_000_000; // the format's own limit
    private const long PieceBytes = 1 << 28;       // read and written at a time

    private readonly string path;
    private readonly long dataStart;
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    private Safetensors(string path, long dataStart)
    {
        this.path = path;
        this.dataStart = dataStart;
    }

    /// <summary>The free text pairs of the header's <c>__metadata__</c>.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the tensors in the file.</summary>
    public IReadOnlyCollection<string> Names => entries.Keys;

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <exception cref="YofoException">The file is missing, truncated, or no safetensors file.</exception>
    public static Safetensors Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new YofoException($"No weights at '{path}'. Check the path; the repository's own lie in its folder 'models'.");
        }

        using var stream = File.OpenRead(path);
        Span<byte> length = stackalloc byte[8];
        if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
        {
            throw Broken(path, "it ends before its header");
        }

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerLength > MaximumHeader || (long)headerLength + 8 > stream.Length)
        {
            throw Broken(path, $"its header should take {headerLength} bytes and the file has {stream.Length}");
        }

        var header = new byte[(int)headerLength];
        stream.ReadExactly(header);
        var file = new Safetensors(path, 8 + (long)headerLength);
        try
        {
            file.ReadHeader(header, stream.Length);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new YofoException($"'{path}' is no safetensors file (its header is not valid). Use the file as it was published.", error);
        }

        return file;
    }

    /// <summary>Whether the file has a tensor of that name.</summary>
    public bool Contains(string name) => entries.ContainsKey(name);

    /// <summary>Shape of a tensor.</summary>
    public long[] Shape(string name) => Find(name).Shape;

    /// <summary>Reads one tensor in the type that it was stored in.</summary>
    public Tensor Read(string name)
    {
        var entry = Find(name);
        var tensor = empty(entry.Shape, entry.Type);
        using var handle = File.OpenHandle(path);
        var at = dataStart + entry.Start;
        foreach (var piece in Pieces(tensor, PieceBytes))
        {
            using (piece)
            {
                for (var left = piece.bytes; left.Length > 0;)
                {
                    var read = RandomAccess.Read(handle, left, at);
                    left = read > 0 ? left[read..] : throw Broken(path, $"tensor '{name}' is cut short");
                    at += read;
                }
            }
        }

        return tensor;
    }

    /// <summary>Reads one tensor and widens it to 32-bit floating point.</summary>
    public Tensor ReadFloat(string name)
    {
        using var raw = Read(name);
        return raw.dtype == ScalarType.Float32 ? raw.alias() : raw.to_type(ScalarType.Float32);
    }

    /// <summary>Writes tensors to a file, whole or not at all.</summary>
    /// <param name="path">Where to; a file there is replaced.</param>
    /// <param name="tensors">The tensors, written in ordinal order of their names.</param>
    /// <param name="metadata">Free text pairs for the header.</param>
    /// <param name="durable">Waits until all of it is on the disk.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata, bool durable = false)
    {
        var ordered = tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var header = new Dictionary<string, object>(StringComparer.Ordinal) { ["__metadata__"] = metadata };
        long offset = 0;
        foreach (var (name, tensor) in ordered)
        {
            var length = tensor.numel() * tensor.element_size();
            header[name] = new { dtype = TypeName(tensor.dtype), shape = tensor.shape, data_offsets = new[] { offset, offset + length } };
            offset += length;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (json.Length + 7) / 8 * 8; // data starts aligned, as the format asks
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
            stream.Write(length);
            stream.Write(json);
            stream.Write(new byte[padded - json.Length].Select(_ => (byte)' ').ToArray());
            foreach (var (_, tensor) in ordered)
            {
                using var scope = NewDisposeScope();
                var plain = tensor.detach().cpu().contiguous();
                foreach (var piece in Pieces(plain, PieceBytes))
                {
                    using (piece)
                    {
                        stream.Write(piece.bytes);
                    }
                }
            }
        }, durable);
    }

    /// <summary>A contiguous tensor's elements in order, as views of no more bytes than asked for: a span holds 2 GB at most, a tensor more.</summary>
    internal static IEnumerable<Tensor> Pieces(Tensor tensor, long bytes)
    {
        using var flat = tensor.reshape(-1);
        var most = Math.Max(1, bytes / tensor.element_size());
        for (long start = 0; start < flat.numel(); start += most)
        {
            yield return flat.narrow(0, start, Math.Min(most, flat.numel() - start));
        }
    }

    private void ReadHeader(byte[] header, long fileLength)
    {
        using var document = JsonDocument.Parse(header);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (var pair in property.Value.EnumerateObject())
                {
                    Metadata[pair.Name] = pair.Value.GetString() ?? "";
                }

                continue;
            }

            var type = TypeOf(property.Value.GetProperty("dtype").GetString() ?? "", property.Name);
            var shape = property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
            var expected = shape.Aggregate((long)type.ElementSize(), (product, size) => checked(product * size));
            if (offsets is not [>= 0 and var start, var end] || end < start || end - start != expected || shape.Any(size => size < 0))
            {
                throw Broken(path, $"tensor '{property.Name}' has offsets that do not fit its shape");
            }

            if (end > fileLength - dataStart) // so written that no offset, however large, can overflow
            {
                throw Broken(path, $"the data of tensor '{property.Name}' should end at byte {end} and the file has {fileLength - dataStart} bytes of data");
            }

            entries[property.Name] = new Entry(type, shape, start, end - start);
        }
    }

    private Entry Find(string name) => entries.TryGetValue(name, out var entry)
        ? entry
        : throw new YofoException($"'{path}' has no tensor '{name}': these are weights of another configuration. Use weights that were trained with this one.");

    private ScalarType TypeOf(string name, string tensor) => name switch
    {
        "F64" => ScalarType.Float64,
        "F32" => ScalarType.Float32,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        "I64" => ScalarType.Int64,
        "I32" => ScalarType.Int32,
        "I16" => ScalarType.Int16,
        "I8" => ScalarType.Int8,
        "U8" => ScalarType.Byte,
        "BOOL" => ScalarType.Bool,
        _ => throw new YofoException($"'{path}': tensor '{tensor}' has the type '{name}', which is not supported."),
    };

    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Float64 => "F64",
        ScalarType.Float32 => "F32",
        ScalarType.Float16 => "F16",
        ScalarType.BFloat16 => "BF16",
        ScalarType.Int64 => "I64",
        ScalarType.Int32 => "I32",
        ScalarType.Int16 => "I16",
        ScalarType.Int8 => "I8",
        ScalarType.Byte => "U8",
        ScalarType.Bool => "BOOL",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no safetensors type"),
    };

    private static YofoException Broken(string path, string why) =>
        new($"'{path}' is truncated or damaged: {why}. Get the file again; one that training wrote (its cache, a checkpoint, a stage's result) is made anew once it is deleted.");

    private sealed record Entry(ScalarType Type, long[] Shape, long Start, long Length);
}
