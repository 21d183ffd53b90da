using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SkiaSharp;
using Xunit;
using Yofo.Video;

namespace Yofo.Tests.Video;

/// <summary>A temporary folder, and clips that ffmpeg makes in it.</summary>
internal sealed class Clips : IDisposable
{
    private static readonly string? Missing = FindFailure();

    public string Folder { get; } = Directory.CreateTempSubdirectory("yofo-clips-").FullName;

    public static void NeedFfmpeg() => Assert.SkipWhen(Missing is not null, $"{Missing} The checks with videos did not run.");

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Makes a clip from a lavfi graph and output options, split at spaces.</summary>
    public string Make(string name, string graph, string options = "")
    {
        Ffmpeg(["-f", "lavfi", "-i", graph, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), Path(name)]);
        return Path(name);
    }

    public static void Ffmpeg(params string[] arguments)
    {
        NeedFfmpeg();
        Run("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]);
    }

    /// <summary>What ffprobe sees, with the frames counted by decoding.</summary>
    public static (int Width, int Height, string Rate, int Frames, double Duration, string? Audio, double AudioDuration, string PixelFormat, string Codec) Probe(string path)
    {
        NeedFfmpeg();
        using var document = JsonDocument.Parse(Run("ffprobe", ["-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", path]));
        var streams = document.RootElement.GetProperty("streams").EnumerateArray().ToList();
        var video = streams.Single(stream => Text(stream, "codec_type") == "video");
        var audio = streams.SingleOrDefault(stream => Text(stream, "codec_type") == "audio");
        var sound = audio.ValueKind != JsonValueKind.Undefined;
        return (video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32(), Text(video, "avg_frame_rate"), int.Parse(Text(video, "nb_read_frames"), CultureInfo.InvariantCulture),
            double.Parse(Text(video, "duration"), CultureInfo.InvariantCulture), sound ? Text(audio, "codec_name") : null, sound ? double.Parse(Text(audio, "duration"), CultureInfo.InvariantCulture) : 0,
            Text(video, "pix_fmt"), Text(video, "codec_name"));
    }

    /// <summary>Colour of a pixel.</summary>
    public static SKColor Pixel(Frame frame, int x, int y)
    {
        var pixel = frame.Rgb.Span.Slice(((y * frame.Width) + x) * 3, 3);
        return new SKColor(pixel[0], pixel[1], pixel[2]);
    }

    public static bool IsNear(SKColor left, SKColor right) =>
        Math.Max(Math.Abs(left.Red - right.Red), Math.Max(Math.Abs(left.Green - right.Green), Math.Abs(left.Blue - right.Blue))) <= 12;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).ToString();

    private static string? FindFailure()
    {
        try
        {
            Yofo.Video.Ffmpeg.Find();
            return null;
        }
        catch (YofoException error)
        {
            return error.Message;
        }
    }

    private static string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }
}
