using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Features of pictures on disk, in half precision (about 3 MB a picture): the image encoder is frozen, so it sees each picture
/// once. Each file is written whole or not at all, so a killed run goes on where it stopped.
/// </summary>
/// <param name="folder">Where the files lie; made on demand.</param>
/// <param name="device">Where what is loaded goes.</param>
internal sealed class FeatureCache(string folder, Device device)
{
    private const string Candidate = "candidates.";

    /// <summary>Where what is loaded goes.</summary>
    public Device Device => device;

    /// <summary>Whether a picture is there; an empty file, as a power cut may leave one, is none.</summary>
    public bool Contains(string key) => new FileInfo(PathOf(key)) is { Exists: true, Length: > 0 };

    /// <summary>Stores a picture's features.</summary>
    public void Store(string key, ImageFeatures features)
    {
        using var scope = NewDisposeScope();
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var half = features.Map(values => values.to_type(ScalarType.Float16));
        var candidates = features.Candidates; // small, and boxes deserve their precision
        var tensors = new Dictionary<string, Tensor>
        {
            ["fine"] = half.Fine,
            ["middle"] = half.Middle,
            ["coarse"] = half.Coarse,
            [Candidate + "boxes"] = candidates.Boxes,
            [Candidate + "scores"] = candidates.Scores,
            [Candidate + "colours"] = candidates.Colours,
            [Candidate + "appearance"] = candidates.Appearance,
            [Candidate + "valid"] = candidates.Valid,
        };
        if (half.Candidates.Crops is { } crops)
        {
            tensors[Candidate + "crops"] = crops;
        }

        Safetensors.Write(path, tensors, new Dictionary<string, string>());
    }

    /// <summary>Loads a picture's features, widened to 32 bits, onto the device.</summary>
    public ImageFeatures Load(string key)
    {
        var file = Safetensors.Open(PathOf(key));
        return new ImageFeatures(Read("fine"), Read("middle"), Read("coarse"), ReadCandidates(file).Map(values => values.to(device)));

        // Half as much to move before it is widened.
        Tensor Read(string name)
        {
            using var half = file.Read(name);
            return half.to(device).to_type(ScalarType.Float32);
        }
    }

    /// <summary>Loads only the candidates of a picture; they stay in main memory.</summary>
    public CandidateFeatures LoadCandidates(string key) => ReadCandidates(Safetensors.Open(PathOf(key)));

    private static CandidateFeatures ReadCandidates(Safetensors file) => new(
        file.ReadFloat(Candidate + "boxes"), file.ReadFloat(Candidate + "scores"), file.ReadFloat(Candidate + "colours"),
        file.ReadFloat(Candidate + "appearance"), file.ReadFloat(Candidate + "valid"))
    {
        Crops = file.Contains(Candidate + "crops") ? file.Read(Candidate + "crops") : null, // in half precision: they are most of what candidates take
    };

    private string PathOf(string key) => Path.Combine(folder, key + ".safetensors");
}
