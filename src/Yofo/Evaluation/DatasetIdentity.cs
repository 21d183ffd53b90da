using System.Security.Cryptography;
using Yofo.Data.Datasets;
using Yofo.Inference;

namespace Yofo.Evaluation;

/// <summary>What makes two runs over a data set the same run, so that one may go on where the other stopped.</summary>
/// <param name="Dataset">Name of the set.</param>
/// <param name="Split">Name of the split.</param>
/// <param name="Model">Name of the network's configuration.</param>
/// <param name="Weights">SHA-256 of the weights file.</param>
/// <param name="Wrong">Phrases of other videos asked of each video.</param>
/// <param name="Precision">What it computes in, as asked for.</param>
/// <param name="Session">Memory and presence.</param>
/// <param name="Program">The build of the program: another one may answer otherwise.</param>
internal sealed record DatasetIdentity(string Dataset, string Split, string Model, string Weights, int Wrong, string Precision, SessionOptions Session, Guid Program)
{
    /// <summary>This build of the program.</summary>
    public static Guid ThisProgram { get; } = typeof(DatasetIdentity).Module.ModuleVersionId;

    /// <summary>Describes a run.</summary>
    public static DatasetIdentity Of(ReferringDataset set, string model, string weights, int wrong, string precision, SessionOptions session) =>
        new(set.Name, set.Split, model, Checksum(weights), wrong, precision, session, ThisProgram);

    /// <summary>SHA-256 of a file.</summary>
    public static string Checksum(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
