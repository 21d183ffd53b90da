using System.IO.Compression;
using System.Text;
using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Tests.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Weights;

public sealed class TorchFileTests : IDisposable
{
    // No PyTorch is at hand to write a file: the layout is written byte by byte (TorchFileWriter).
    private readonly ScratchFolder folder = new();

    private string Path => folder.At("some.pth");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("archive", "little")]
    [InlineData("resnet50-11ad3fa6", null)]
    public void Every_tensor_is_read_as_it_was_written(string name, string? byteOrder)
    {
        using var scope = NewDisposeScope();
        var tensors = Some();
        TorchFileWriter.Write(Path, tensors, name, byteOrder);
        using var file = TorchFile.Open(Path);
        file.Names.Order().ShouldBe(tensors.Keys.Order());
        foreach (var (key, tensor) in tensors)
        {
            var read = file.Read(key);
            file.Shape(key).ShouldBe(tensor.shape);
            read.dtype.ShouldBe(tensor.dtype);
            read.bytes.ToArray().ShouldBe(tensor.bytes.ToArray(), key);
        }
    }

    [Fact]
    public void A_pickle_that_Python_wrote_is_read()
    {
        // Written by Python 3.11's own pickler, protocol 2, of an OrderedDict with _metadata, as torch/serialization.py calls it; storages 0 to 2.
        const string pickle = "gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQApUnEBKFgMAAAAY29udjEud2VpZ2h0cQJjdG9yY2guX3V0aWxzCl9yZWJ1aWxkX3RlbnNvcl92MgpxAygoWAcAAABzdG9yYWdlcQRjdG9yY2gKRmxvYXRTdG9yYWdlCnEFWAEAAAAwcQZYAwAAAGNwdXEHSwZ0cQhRSwBLAksDhnEJSwNLAYZxColoAClScQt0cQxScQ1YDwAAAGJuMS5ydW5uaW5nX3ZhcnEOaAMoKGgEaAVYAQAAADFxD2gHSwJ0cRBRSwBLAoVxEUsBhXESiWgAKVJxE3RxFFJxFVgXAAAAYm4xLm51bV9iYXRjaGVzX3RyYWNrZWRxFmgDKChoBGN0b3JjaApMb25nU3RvcmFnZQpxF1gBAAAAMnEYaAdLAXRxGVFLACkpiWgAKVJxGnRxG1JxHHV9cR1YCQAAAF9tZXRhZGF0YXEeaAApUnEfKFgAAAAAcSB9cSFYBwAAAHZlcnNpb25xIksBc1gDAAAAYm4xcSN9cSRoIksCc3VzYi4=";
        using (var zip = new ZipArchive(File.Create(Path), ZipArchiveMode.Create))
        {
            void Add(string name, byte[] bytes)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(bytes);
            }

            Add("mine/data.pkl", Convert.FromBase64String(pickle));
            Add("mine/data/0", System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([1, 2, 3, 4, 5, 6]).ToArray());
            Add("mine/data/1", System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([7, 8]).ToArray());
            Add("mine/data/2", BitConverter.GetBytes(9L));
        }

        using var scope = NewDisposeScope();
        using var file = TorchFile.Open(Path);
        file.Names.ShouldBe(["conv1.weight", "bn1.running_var", "bn1.num_batches_tracked"]);
        file.Read("conv1.weight").shape.ShouldBe([2, 3]);
        file.Read("conv1.weight").data<float>().ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        file.Read("bn1.running_var").data<float>().ToArray().ShouldBe([7, 8]);
        file.Read("bn1.num_batches_tracked").item<long>().ShouldBe(9);
        file.Others.ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_is_not_one_of_a_state_dict_is_refused_and_nothing_is_run()
    {
        using var scope = NewDisposeScope();
        // cposix\nsystem\n(X..touch..tR.  in the place of the state dict
        byte[] evil = [0x80, 2, .. "cposix\nsystem\n"u8, (byte)'(', (byte)'X', 5, 0, 0, 0, .. "touch"u8, (byte)'t', (byte)'R', (byte)'.'];
        TorchFileWriter.Write(Path, Some(), change: _ => evil);
        ShouldRefuse("code to be run (posix.system)");
        TorchFileWriter.Write(Path, Some(), change: bytes => Replace(bytes, "collections\nOrderedDict", "collections\ndefaultdict"));
        ShouldRefuse("code to be run (collections.defaultdict)");
        TorchFileWriter.Write(Path, Some(), change: bytes => Replace(bytes, "torch\nHalfStorage", "torch\nEvilStorage"));
        ShouldRefuse("code to be run (torch.EvilStorage)");
    }

    [Fact]
    public void What_is_no_file_of_torch_save_is_refused_in_one_sentence()
    {
        using var scope = NewDisposeScope();
        using (var zip = new ZipArchive(File.Create(Path), ZipArchiveMode.Create))
        {
            zip.CreateEntry("readme.txt");
        }

        ShouldRefuse("is a zip without 'data.pkl'");
        TorchFileWriter.Write(Path, Some(), byteOrder: "big");
        ShouldRefuse("big-endian");
        TorchFileWriter.Write(Path, Some(), change: _ => [0x80, 2, (byte)'K', 1, (byte)'.']);
        ShouldRefuse("holds no dictionary of tensors");
        TorchFileWriter.Write(Path, Some());
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..^40]);
        ShouldRefuse("is damaged or cut short");
    }

    [Fact]
    public void A_tensor_that_reaches_beyond_its_storage_is_refused()
    {
        using var scope = NewDisposeScope();
        // The shape (3, 5) of the first tensor, 15 numbers, becomes (4, 5).
        TorchFileWriter.Write(Path, new Dictionary<string, Tensor> { ["a"] = Tensors.Normal(1, ScalarType.Float32, 3, 5) }, change: bytes => Replace(bytes, "(K\u0003K\u0005t", "(K\u0004K\u0005t"));
        using var file = TorchFile.Open(Path);
        Should.Throw<YofoException>(() => file.Read("a")).Message.ShouldContain("tensor 'a' reaches beyond its storage");
    }

    [Fact]
    public void A_storage_that_is_shorter_than_it_says_is_refused()
    {
        using var scope = NewDisposeScope();
        TorchFileWriter.Write(Path, new Dictionary<string, Tensor> { ["a"] = Tensors.Normal(1, ScalarType.Float32, 3, 5) });
        using (var zip = ZipFile.Open(Path, ZipArchiveMode.Update))
        {
            zip.GetEntry("archive/data/0")!.Delete();
            using var stream = zip.CreateEntry("archive/data/0").Open();
            stream.Write(new byte[16]);
        }

        using var file = TorchFile.Open(Path);
        Should.Throw<YofoException>(() => file.Read("a")).Message.ShouldContain("has 16 bytes and should have 60");
    }

    [Fact]
    public void Damage_of_any_kind_is_an_error_that_names_the_file_and_never_another_failure()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["a"] = Tensors.Normal(1, ScalarType.Float32, 3, 5), ["b"] = Tensors.Normal(2, ScalarType.Float32, 4) };
        Gen.Select(Gen.Int[0, 400], Gen.Byte).Sample(
            (at, value) =>
            {
                using var inner = NewDisposeScope();
                TorchFileWriter.Write(Path, tensors, change: bytes =>
                {
                    bytes[at % bytes.Length] = value;
                    return bytes;
                });
                try
                {
                    using var file = TorchFile.Open(Path);
                    foreach (var name in file.Names) file.Read(name);
                }
                catch (YofoException error)
                {
                    error.Message.ShouldContain(Path);
                }
            },
            iter: 400,
            threads: 1);
    }

    private static Dictionary<string, Tensor> Some() => new()
    {
        ["conv1.weight"] = Tensors.Normal(1, ScalarType.Float32, 8, 3, 7, 7),
        ["half"] = Tensors.Normal(2, ScalarType.Float32, 300, 2).to_type(ScalarType.Float16),
        ["brain"] = Tensors.Normal(3, ScalarType.Float32, 5).to_type(ScalarType.BFloat16),
        ["bn1.num_batches_tracked"] = tensor(7L),
    };

    private static byte[] Replace(byte[] bytes, string from, string to)
    {
        var text = Encoding.Latin1.GetString(bytes);
        text.ShouldContain(from);
        return Encoding.Latin1.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }

    private void ShouldRefuse(string expected)
    {
        var message = Should.Throw<YofoException>(() => TorchFile.Open(Path)).Message;
        message.ShouldContain(expected);
        message.ShouldContain(Path);
        message.ShouldNotContain('\n');
    }
}
