using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace Yofo.Tests.Weights;

/// <summary>
/// Writes what PyTorch's <c>torch.save(state_dict, FILE)</c> writes, byte by byte: protocol 2, an OrderedDict of _rebuild_tensor_v2 calls over
/// persistent ids, its notes as state, and a storage a tensor. Written after torch/serialization.py, independently of the reader.
/// </summary>
internal sealed class TorchFileWriter
{
    private readonly List<byte> pickle = [];

    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, string folder = "archive", string? byteOrder = "little", Func<byte[], byte[]>? change = null)
    {
        var list = tensors.ToList();
        var writer = new TorchFileWriter();
        writer.StateDict(list);
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Add(zip, $"{folder}/data.pkl", change?.Invoke(writer.pickle.ToArray()) ?? writer.pickle.ToArray());
        if (byteOrder is not null) Add(zip, $"{folder}/byteorder", Encoding.ASCII.GetBytes(byteOrder));
        for (var index = 0; index < list.Count; index++)
        {
            using var plain = list[index].Value.contiguous();
            Add(zip, $"{folder}/data/{index}", plain.bytes.ToArray());
        }

        Add(zip, $"{folder}/version", "3\n"u8.ToArray());
    }

    private void StateDict(List<KeyValuePair<string, Tensor>> tensors)
    {
        Bytes(0x80, 2);                              // PROTO 2
        Global("collections", "OrderedDict");
        Bytes((byte)'q', 0);                         // BINPUT
        Bytes((byte)')', (byte)'R', (byte)'q', 1);   // OrderedDict()
        Bytes((byte)'(');                            // MARK
        for (var index = 0; index < tensors.Count; index++)
        {
            Text(tensors[index].Key);
            Tensor(tensors[index].Value, index);
        }

        Bytes((byte)'u');                            // SETITEMS
        Bytes((byte)'}');                            // its attributes: {'_metadata': OrderedDict()}
        Text("_metadata");
        Global("collections", "OrderedDict");
        Bytes((byte)')', (byte)'R', (byte)'s', (byte)'b', (byte)'.'); // SETITEM, BUILD, STOP
    }

    private void Tensor(Tensor tensor, int storage)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Bytes((byte)'(', (byte)'(');
        Text("storage");
        Global("torch", tensor.dtype switch
        {
            ScalarType.Float16 => "HalfStorage",
            ScalarType.BFloat16 => "BFloat16Storage",
            ScalarType.Int64 => "LongStorage",
            ScalarType.Byte => "ByteStorage",
            _ => "FloatStorage",
        });
        Text($"{storage}");
        Text("cpu");
        Integer(tensor.numel());
        Bytes((byte)'t', (byte)'Q');                 // TUPLE, BINPERSID
        Integer(0);
        Tuple(tensor.shape);
        Tuple(tensor.contiguous().stride());
        Bytes(0x89);                                 // NEWFALSE: requires_grad
        Global("collections", "OrderedDict");
        Bytes((byte)')', (byte)'R', (byte)'t', (byte)'R'); // no hooks; the call
        Bytes((byte)'r', (byte)storage, (byte)(storage >> 8), 1, 0); // LONG_BINPUT
    }

    private void Tuple(IReadOnlyList<long> values)
    {
        Bytes((byte)'(');
        foreach (var value in values) Integer(value);
        Bytes((byte)'t');
    }

    private void Integer(long value)
    {
        var four = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, checked((int)value));
        Bytes([.. value < 256 ? [(byte)'K', (byte)value] : value < 65536 ? [(byte)'M', four[0], four[1]] : new[] { (byte)'J', four[0], four[1], four[2], four[3] }]);
    }

    private void Text(string text)
    {
        var (bytes, length) = (Encoding.UTF8.GetBytes(text), new byte[4]);
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        Bytes([(byte)'X', .. length, .. bytes]);
    }

    private void Global(string module, string name) => Bytes([(byte)'c', .. Encoding.ASCII.GetBytes($"{module}\n{name}\n")]);

    private void Bytes(params byte[] bytes) => pickle.AddRange(bytes);

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open(); // torch.save stores, it does not compress
        stream.Write(bytes);
    }
}
