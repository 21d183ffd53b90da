using System.CommandLine;
using Yofo.Cli.Segment;
using Yofo.Inference;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo segment</c>: the main job.</summary>
internal static class SegmentVerb
{
    private static readonly Argument<string> Video = new("video") { HelpName = "VIDEO", Description = "A video file, a folder of JPEG or PNG frames, or one picture." };
    private static readonly Option<string[]> Phrase = new("--phrase", "-p") { HelpName = "PHRASE", Description = "What to find, in plain English. Give it again for each further object." };
    private static readonly Option<string?> Output = new("--output", "-o") { HelpName = "FOLDER", Description = "Where to write (default: VIDEO's name with .yofo, in the current folder)." };
    private static readonly Option<double?> Start = new("--start") { HelpName = "SECONDS", Description = "Begin at this time of the video (default: its start)." };
    private static readonly Option<double?> End = new("--end") { HelpName = "SECONDS", Description = "Stop before this time of the video (default: its end)." };
    private static readonly Option<bool> NoOverlay = new("--no-overlay") { Description = "Write no overlay.mp4, only masks and records." };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Do it again, or replace what another run left in the folder." };
    private static readonly Option<bool> FailIfAbsent = new("--fail-if-absent") { Description = "Exit with 3 where a phrase is in no frame." };
    private static readonly Option<int> Keyframes = new("--keyframes") { HelpName = "N", Description = $"Let the network see every N-th frame, and carry masks to the others by motion (default: {KeyframePlan.DefaultEvery}; 1: see all, slower, a little better).", DefaultValueFactory = _ => KeyframePlan.DefaultEvery };
    private static readonly Option<string?> Weights = new("--weights") { HelpName = "FILE", Description = "Weights to use instead of those in models/." };
    private static readonly Option<string> Device = new("--device") { HelpName = "cpu|cuda", Description = "Where to compute (default: cpu).", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<string> Precision = new("--precision") { HelpName = "auto|fp32|bf16", Description = "What to compute in (default: auto, bf16 where this processor is faster with it, else fp32).", DefaultValueFactory = _ => "auto" };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Threads for the computation (default: one a core)." };

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "segment",
            "Mask what a phrase names, in every frame of a video.",
            "yofo segment samples/cockatoo.mp4 -p \"the white bird\"",
            "yofo segment samples/bottle.mp4 -p \"the black bottle\" -p \"the hand\" -o out",
            "yofo segment frames/ -p \"a red car\" --no-overlay --fail-if-absent")
        {
            Video, Phrase, Output, Start, End, NoOverlay, Overwrite, FailIfAbsent, Keyframes, Weights, Device, Precision, Threads,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var video = parsed.GetRequiredValue(Video);
        var request = new SegmentRequest(
            video,
            PhraseCheck.Apply(parsed.GetValue(Phrase) ?? []),
            parsed.GetValue(Output) ?? SegmentRequest.DefaultFolder(video),
            parsed.GetValue(Start) ?? 0,
            parsed.GetValue(End) ?? double.PositiveInfinity,
            !parsed.GetValue(NoOverlay),
            parsed.GetValue(Overwrite),
            parsed.GetValue(Keyframes),
            new SegmenterOptions { Weights = parsed.GetValue(Weights), Device = parsed.GetRequiredValue(Device), Precision = parsed.GetRequiredValue(Precision), Threads = parsed.GetValue(Threads) });
        request.Check();

        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var result = SegmentRun.Execute(request, error, parsed.GetValue(GlobalOptions.Quiet));
        output.WriteLine(request.Folder);
        return result.Interrupted ? ExitCode.Interrupted
            : result.Absent.Count > 0 && parsed.GetValue(FailIfAbsent) ? ExitCode.Absent
            : ExitCode.Done;
    }
}
