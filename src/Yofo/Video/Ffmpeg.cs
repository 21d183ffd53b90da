namespace Yofo.Video;

/// <summary>The two programs of FFmpeg, found once and started for each video.</summary>
/// <param name="Program">Path of <c>ffmpeg</c>.</param>
/// <param name="Probe">Path of <c>ffprobe</c>.</param>
internal sealed record Ffmpeg(string Program, string Probe)
{
    /// <summary>Names a program file, or the folder of both, that is to be used before those on PATH.</summary>
    public const string Variable = "YOFO_FFMPEG";

    private const string Mend = "Install it (Debian, Ubuntu: apt-get install -y ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg)";

    private Version? version;

    /// <summary>Version of the program; 99 for builds from a repository, which name a commit instead.</summary>
    public Version Version => version ??= Parse(AskVersion(Program));

    /// <summary>One output frame for each decoded one, whatever the times say; the option was renamed in 5.1.</summary>
    public string[] EveryFrame => Version >= new Version(5, 1) ? ["-fps_mode", "passthrough"] : ["-vsync", "passthrough"];

    /// <summary>Hears what ffprobe says of its own version: that of its neighbour too, which then need not be started to be asked.</summary>
    /// <param name="word">Such as <c>5.1.9-0+deb12u1</c>.</param>
    public void HearProbe(string word)
    {
        if (Path.GetDirectoryName(Program) == Path.GetDirectoryName(Probe))
        {
            version ??= Parse(word);
        }
    }

    /// <summary>Finds both programs through YOFO_FFMPEG and PATH.</summary>
    /// <exception cref="YofoException">One of them is not there.</exception>
    public static Ffmpeg Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>As <see cref="Find()"/>, with an environment of its own.</summary>
    public static Ffmpeg Find(Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } chosen)
        {
            var folder = Directory.Exists(chosen) ? chosen : Path.GetDirectoryName(Path.GetFullPath(chosen))!;
            var program = Directory.Exists(chosen) ? InFolder(folder, "ffmpeg") : File.Exists(chosen) ? chosen : null;
            return program is not null && InFolder(folder, "ffprobe") is { } probe
                ? new Ffmpeg(program, probe)
                : throw new YofoException($"{Variable} is '{chosen}', where ffmpeg and ffprobe are not. Name the folder of both, or unset it.");
        }

        return new Ffmpeg(OnPath("ffmpeg", environment), OnPath("ffprobe", environment));
    }

    private static string OnPath(string name, Func<string, string?> environment) =>
        (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => InFolder(folder, name)).FirstOrDefault(found => found is not null)
        ?? throw new YofoException($"'{name}' is not on PATH, and reading and writing video files needs it. {Mend}, or name its folder in {Variable}.");

    private static string? InFolder(string folder, string name)
    {
        var path = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
        return File.Exists(path) ? path : null;
    }

    private static string AskVersion(string program)
    {
        using var run = new FfmpegRun(program, ["-version"]);
        return new StreamReader(run.Output).ReadToEnd().Split(' ').ElementAtOrDefault(2) ?? ""; // "ffmpeg version 5.1.9-0+deb12u1 Copyright ..."
    }

    // "5.1.9-0+deb12u1", "n7.1", or "N-109542-g1bf1205cb4"
    private static Version Parse(string word)
    {
        var number = string.Concat(word.TrimStart('n').TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.'));
        return Version.TryParse(number.TrimEnd('.'), out var parsed) ? parsed : new Version(99, 0);
    }
}
