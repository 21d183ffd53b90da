using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Tests.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Weights;

public sealed class SafetensorsTests
{
    public static TheoryData<ScalarType> Types =>
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
        ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    [Theory]
    [InlineData(8, 6)]
    [InlineData(12, 4)]
    [InlineData(1, 12)]
    [InlineData(1000, 1)]
    public void A_tensor_goes_in_pieces_that_are_views_of_it(long bytes, int pieces)
    {
        using var scope = NewDisposeScope();
        var whole = arange(12, dtype: ScalarType.Float32).reshape(3, 4);
        var parts = Safetensors.Pieces(whole, bytes).ToList();
        parts.Count.ShouldBe(pieces);
        Tensors.Difference(cat(parts, 0), whole.reshape(-1)).ShouldBe(0);
        parts[0].fill_(7);
        whole[0, 0].item<float>().ShouldBe(7, "what is read into a piece is read into the tensor");
        parts.ForEach(part => ((long)part.bytes.Length).ShouldBeLessThanOrEqualTo(Math.Max(bytes, sizeof(float))));
        Safetensors.Pieces(zeros(0, 4), bytes).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_survives_bit_by_bit(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        var shapes = new Dictionary<string, long[]> { ["scalar"] = [], ["row"] = [7], ["kernel"] = [3, 2, 1, 5], ["none"] = [0, 4] };
        var tensors = shapes.ToDictionary(pair => pair.Key, pair => Bits(pair.Value, type, pair.Key.Length));
        var metadata = new Dictionary<string, string> { ["what"] = "a \"test\"\nin two lines: äöü", ["empty"] = "" };
        Safetensors.Write(folder.At("file.safetensors"), tensors, metadata);
        Directory.GetFiles(folder.Root).Length.ShouldBe(1);

        var file = Safetensors.Open(folder.At("file.safetensors"));
        file.Metadata.ShouldBe(metadata, ignoreOrder: true);
        file.Names.Order().ShouldBe(shapes.Keys.Order());
        foreach (var (name, shape) in shapes)
        {
            file.Contains(name).ShouldBeTrue();
            file.Shape(name).ShouldBe(shape);
            var read = file.Read(name);
            read.dtype.ShouldBe(type);
            read.shape.ShouldBe(shape);
            Bytes(read).ShouldBe(Bytes(tensors[name]), name);
        }
    }

    [Fact]
    public void A_tensor_that_lies_otherwise_in_memory_is_written_in_row_order()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        var turned = arange(12, dtype: ScalarType.Float32).reshape(3, 4).transpose(0, 1);
        Safetensors.Write(folder.At("a"), new Dictionary<string, Tensor> { ["turned"] = turned }, new Dictionary<string, string>());
        Tensors.ToArray(Safetensors.Open(folder.At("a")).Read("turned").reshape(-1)).ShouldBe([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    }

    [Fact]
    public void The_file_is_what_the_format_asks_for()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        Write(folder.At("a"));
        var bytes = File.ReadAllBytes(folder.At("a"));
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        (length % 8).ShouldBe(0, "data starts aligned");
        Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' ').ShouldBe(
            """{"__metadata__":{},"one":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"two":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}}""");
        bytes.Length.ShouldBe(8 + length + 19);
        BitConverter.ToSingle(bytes, 8 + length + 12).ShouldBe(3);
        bytes[^1].ShouldBe((byte)9);
    }

    [Fact]
    public void Half_precision_is_widened_exactly()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        var half = Tensors.Normal(1, ScalarType.Float16, 50);
        Safetensors.Write(folder.At("a"), new Dictionary<string, Tensor> { ["half"] = half, ["whole"] = half.to_type(ScalarType.Float32) }, new Dictionary<string, string>());
        var file = Safetensors.Open(folder.At("a"));
        file.ReadFloat("half").dtype.ShouldBe(ScalarType.Float32);
        Tensors.Difference(file.ReadFloat("half"), half).ShouldBe(0);
        Tensors.Difference(file.ReadFloat("whole"), half).ShouldBe(0);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        Write(folder.At("whole"));
        var bytes = File.ReadAllBytes(folder.At("whole"));
        for (var length = 0; length < bytes.Length; length++)
        {
            var path = folder.At("cut");
            File.WriteAllBytes(path, bytes.AsSpan(0, length));
            var message = Should.Throw<YofoException>(() => Safetensors.Open(path), $"{length} bytes").Message;
            message.ShouldContain(path);
            message.ShouldContain("truncated");
        }
    }

    [Fact]
    public void A_file_that_shrinks_after_it_was_opened_is_refused_too()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        Write(folder.At("a"));
        var file = Safetensors.Open(folder.At("a"));
        File.WriteAllBytes(folder.At("a"), File.ReadAllBytes(folder.At("a")).AsSpan()[..^1]);
        Should.Throw<YofoException>(() => file.Read("two")).Message.ShouldContain("'two'");
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData((1UL << 32) + 8)]
    [InlineData(100_000_001)]
    [InlineData(3)]
    public void A_header_longer_than_the_file_is_refused(ulong length)
    {
        using var folder = new ScratchFolder();
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(folder.At("a"), bytes);
        Should.Throw<YofoException>(() => Safetensors.Open(folder.At("a"))).Message.ShouldContain(folder.At("a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("""{"a":7}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"__metadata__":{"a":1}}""")]
    [InlineData("""{"__metadata__":[]}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""")]
    [InlineData("""{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":"0,4"}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[6,10]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0.5,4.5]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}""")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[1,-9223372036854775808]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3000000000,3000000000],"data_offsets":[0,4]}}""")]
    public void A_header_that_does_not_fit_the_file_is_refused(string header)
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder.At("a"), WithHeader(header, new byte[8]));
        Should.Throw<YofoException>(() => Safetensors.Open(folder.At("a")).Read("a")).Message.ShouldContain(folder.At("a"));
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_never_worse()
    {
        using var folder = new ScratchFolder();
        Write(folder.At("good"));
        var good = File.ReadAllBytes(folder.At("good"));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length - 1], Gen.Byte).Sample(
            (first, one, second, other) =>
            {
                using var scope = NewDisposeScope();
                var bytes = good.ToArray();
                (bytes[first], bytes[second]) = (one, other);
                File.WriteAllBytes(folder.At("bad"), bytes);
                try
                {
                    var file = Safetensors.Open(folder.At("bad"));
                    foreach (var name in file.Names)
                    {
                        file.Read(name).shape.ShouldBe(file.Shape(name));
                    }
                }
                catch (YofoException error)
                {
                    error.Message.ShouldContain(folder.At("bad"));
                }
            },
            iter: 400,
            threads: 1);
    }

    [Fact]
    public void A_missing_file_and_a_missing_tensor_are_named()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        Should.Throw<YofoException>(() => Safetensors.Open(folder.At("none"))).Message.ShouldContain(folder.At("none"));
        Write(folder.At("a"));
        var file = Safetensors.Open(folder.At("a"));
        file.Contains("three").ShouldBeFalse();
        foreach (var read in new Action[] { () => file.Read("three"), () => file.Shape("three"), () => file.ReadFloat("three") })
        {
            var message = Should.Throw<YofoException>(read).Message;
            message.ShouldContain("'three'");
            message.ShouldContain(folder.At("a"));
        }
    }

    private static void Write(string path) => Safetensors.Write(
        path,
        new Dictionary<string, Tensor> { ["two"] = tensor(new byte[] { 7, 8, 9 }), ["one"] = arange(4, dtype: ScalarType.Float32).reshape(2, 2) },
        new Dictionary<string, string>());

    private static byte[] WithHeader(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + text.Length);
        return bytes;
    }

    private static Tensor Bits(long[] shape, ScalarType type, int seed)
    {
        var bits = empty(shape, type);
        if (bits.numel() > 0)
        {
            var bytes = new byte[bits.numel() * bits.element_size()];
            new Random(seed).NextBytes(bytes);
            (type == ScalarType.Bool ? Array.ConvertAll(bytes, value => (byte)(value & 1)) : bytes).CopyTo(bits.bytes);
        }

        return bits;
    }

    private static byte[] Bytes(Tensor values) => values.numel() == 0 ? [] : values.bytes.ToArray();
}
