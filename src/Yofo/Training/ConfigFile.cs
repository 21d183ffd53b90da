using System.Text.Json;
using System.Text.Json.Serialization;
using Yofo.Modeling;

namespace Yofo.Training;

/// <summary>A file of <c>configs/</c>: what differs from the compact configuration, in the network and in its training.</summary>
internal sealed record ConfigFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // a misspelt key is an error, not a default
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Sizes and switches of the network.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Reads a file.</summary>
    /// <exception cref="YofoException">It is missing, no JSON, or has a key that no option has.</exception>
    public static ConfigFile Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new YofoException($"No configuration at '{path}'. Name one of configs/*.json.");
        }

        try
        {
            var config = JsonSerializer.Deserialize<ConfigFile>(File.ReadAllText(path), Format) ?? new ConfigFile();
            string? Beside(string? file) => file is null ? null : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file));
            if (config is not { Network: not null, Training: not null })
            {
                throw new YofoException($"'{path}' is no valid configuration: 'network' or 'training' is null. Leave it out, or give it options in braces.");
            }

            var training = config.Training;
            return config with { Training = training with { Written = Beside(training.Written), Judged = Beside(training.Judged), HeldOut = Beside(training.HeldOut) } };
        }
        catch (JsonException error)
        {
            throw new YofoException($"'{path}' is no valid configuration: {error.Message.Split(" Path:")[0].TrimEnd('.')} (line {error.LineNumber + 1}).", error);
        }
    }
}
