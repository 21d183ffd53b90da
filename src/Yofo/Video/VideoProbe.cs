using System.Globalization;
using System.Text.Json;

namespace Yofo.Video;

/// <summary>Asks ffprobe what is in a file.</summary>
internal static class VideoProbe
{
    private const double SameRate = 0.005; // [ours] nominal and average rate of a constant-rate file differ by rounding only

    /// <summary>Only local files: a playlist that somebody uploads must not make ffmpeg call other machines.</summary>
    public static string[] Safe { get; } = ["-protocol_whitelist", "file,pipe"];

    /// <summary>Reads size, rate, length and sound.</summary>
    /// <exception cref="YofoException">No video, or none with a picture.</exception>
    public static VideoInfo Read(string path, Ffmpeg ffmpeg)
    {
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "level+error", .. Safe,
            "-show_entries", "program_version=version:stream=codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,nb_frames,duration:stream_disposition=attached_pic:stream_side_data=rotation:stream_tags=rotate:format=duration",
            "-of", "json", Path.GetFullPath(path),
        ];
        using var run = new FfmpegRun(ffmpeg.Probe, arguments);
        var text = new StreamReader(run.Output).ReadToEnd();
        if (run.Wait() != 0)
        {
            var reason = run.LastError is { } error ? error[(error.LastIndexOf(": ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..] : "no reason given";
            throw new YofoException($"'{path}' is no video that ffmpeg can read ({reason}). Name a video file or a folder of images.");
        }

        using var document = JsonDocument.Parse(text);
        if (document.RootElement.TryGetProperty("program_version", out var program) && Text(program, "version") is { } version)
        {
            ffmpeg.HearProbe(version);
        }

        return Describe(document.RootElement, path);
    }

    private static VideoInfo Describe(JsonElement root, string path)
    {
        var streams = root.TryGetProperty("streams", out var found) ? found.EnumerateArray().ToList() : [];
        // The cover of a song is a video stream too, with one frame.
        var video = streams.Find(stream => Text(stream, "codec_type") == "video" && !(stream.TryGetProperty("disposition", out var disposition) && Text(disposition, "attached_pic") == "1"));
        var audio = streams.Find(stream => Text(stream, "codec_type") == "audio");
        if (video.ValueKind == JsonValueKind.Undefined)
        {
            throw new YofoException($"'{path}' has no video stream{(audio.ValueKind == JsonValueKind.Undefined ? "" : ", only sound")}. Name a file with pictures.");
        }

        var (width, height) = (Whole(video, "width") ?? 0, Whole(video, "height") ?? 0);
        if (width <= 0 || height <= 0 || (long)width * height * 3 > Array.MaxLength)
        {
            throw new YofoException($"'{path}' has frames of {width}x{height} pixels, which cannot be read. Convert it to a usual size with ffmpeg.");
        }

        var turned = Math.Abs(Rotation(video)) % 180 == 90;
        var duration = Number(video, "duration") ?? (root.TryGetProperty("format", out var format) ? Number(format, "duration") : null);
        return new VideoInfo(turned ? height : width, turned ? width : height, Rate(video), Whole(video, "nb_frames"), duration, audio.ValueKind != JsonValueKind.Undefined)
        {
            AudioCodec = audio.ValueKind == JsonValueKind.Undefined ? null : Text(audio, "codec_name"),
        };
    }

    private static FrameRate Rate(JsonElement video)
    {
        var (average, nominal) = (FrameRate.Parse(Text(video, "avg_frame_rate")), FrameRate.Parse(Text(video, "r_frame_rate")));
        return average is { } mean && nominal is { } exact
            ? Math.Abs((exact.Value / mean.Value) - 1) < SameRate ? exact : mean
            : average ?? nominal ?? new FrameRate(25, 1);
    }

    private static double Rotation(JsonElement video)
    {
        var sides = video.TryGetProperty("side_data_list", out var list) ? list.EnumerateArray() : default;
        foreach (var side in sides)
        {
            if (Number(side, "rotation") is { } rotation)
            {
                return rotation;
            }
        }

        return video.TryGetProperty("tags", out var tags) ? Number(tags, "rotate") ?? 0 : 0; // ffmpeg before 5
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static double? Number(JsonElement parent, string name) =>
        double.TryParse(Text(parent, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int? Whole(JsonElement parent, string name) =>
        int.TryParse(Text(parent, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
