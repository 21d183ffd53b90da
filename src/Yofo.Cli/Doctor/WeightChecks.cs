using System.Security.Cryptography;

namespace Yofo.Cli.Doctor;

/// <summary>
/// Are the model's files whole? <c>models/checksums.txt</c> has a line each, in the format of sha256sum, so that
/// <c>cd models; sha256sum -c checksums.txt</c> says the same.
/// </summary>
internal static class WeightChecks
{
    private const string List = "checksums.txt";
    private const string Mend = "Get it again: 'git checkout -- models' in the clone.";

    /// <summary>A finding for each file of the list, and for weights that are not on it.</summary>
    /// <param name="folder">The folder of the model files; null where none was found.</param>
    public static IEnumerable<Finding> All(string? folder)
    {
        if (folder is null || !File.Exists(Path.Combine(folder, List)))
        {
            yield return new Finding(Verdict.Fail, "weights", $"no '{List}' in {(folder is null ? "a folder 'models' above the program" : $"'{folder}'")}", Mend);
            yield break;
        }

        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(folder, List)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = line.Split(' ', 2);
            if (parts.Length < 2 || parts[0].Length != 64)
            {
                yield return new Finding(Verdict.Fail, "weights", $"'{List}' has a line that is none: '{line}'", Mend);
                continue;
            }

            var name = parts[1].TrimStart(' ', '*');
            listed.Add(name);
            yield return Check(Path.Combine(folder, name), name, parts[0]);
        }

        var found = Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));
        foreach (var name in found.Where(name => !listed.Contains(name)).Order(StringComparer.Ordinal))
        {
            yield return new Finding(Verdict.Warn, "weights", $"{name} is not in '{List}'", "Add it: 'sha256sum FILE >> checksums.txt' in models/, if it is yours.");
        }
    }

    private static Finding Check(string path, string name, string expected)
    {
        if (!File.Exists(path))
        {
            return new Finding(Verdict.Fail, "weights", $"{name} is missing", Mend);
        }

        using var stream = File.OpenRead(path);
        var size = stream.Length / 1e6;
        var actual = Convert.ToHexString(SHA256.HashData(stream));
        return string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase)
            ? new Finding(Verdict.Ok, "weights", FormattableString.Invariant($"{name} ({size:0.0} MB, SHA-256 {expected[..8]})"))
            : new Finding(Verdict.Fail, "weights", $"{name} differs from its checksum ({actual[..8].ToLowerInvariant()} instead of {expected[..8]})", Mend);
    }
}
