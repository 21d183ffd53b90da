using System.CommandLine;
using Yofo.Cli.Explain;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo explain</c>: a look inside, for chosen frames.</summary>
internal static class ExplainVerb
{
    private static readonly Argument<string> Video = new("video") { HelpName = "VIDEO", Description = "A video file, a folder of JPEG or PNG frames, or one picture." };
    private static readonly Option<string[]> Phrase = new("--phrase", "-p") { HelpName = "PHRASE", Description = "What to find, in plain English; one a call." };
    private static readonly Option<string?> Frames = new("--frames") { HelpName = "LIST", Description = "Numbers of the frames to show, from 0, as in 0,10,20 (default: 4 spread over the video)." };
    private static readonly Option<string?> Output = new("--output", "-o") { HelpName = "FOLDER", Description = "Where to write explain.png and explain.json; those of an earlier call are replaced (default: VIDEO's name with .explain, in the current folder)." };
    private static readonly Option<string?> Weights = new("--weights") { HelpName = "FILE", Description = "Weights to use instead of those in models/." };
    private static readonly Option<string> Device = new("--device") { HelpName = "cpu|cuda", Description = "Where to compute (default: cpu).", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Threads for the computation (default: one a core)." };

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "explain",
            "Draw what the network does with a phrase: candidates, word attention, W, Y, Y~, and the target with and without meta-transfer.",
            "yofo explain samples/bottle.mp4 -p \"the black bottle\"",
            "yofo explain samples/cockatoo.mp4 -p \"the white bird\" --frames 0,20,60 -o why")
        {
            Video, Phrase, Frames, Output, Weights, Device, Threads,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var video = parsed.GetRequiredValue(Video);
        var phrases = PhraseCheck.Apply(parsed.GetValue(Phrase) ?? []);
        if (phrases.Count > 1)
        {
            throw new UsageException($"A sheet explains one phrase, not {phrases.Count}: use a call for each, with a folder of its own (-o).");
        }

        var request = new ExplainRequest(
            video,
            phrases[0],
            parsed.GetValue(Frames) is { } list ? ChosenFrames.Parse(list) : null,
            parsed.GetValue(Output) ?? ExplainRequest.DefaultFolder(video),
            new SegmenterOptions { Weights = parsed.GetValue(Weights), Device = parsed.GetRequiredValue(Device), Threads = parsed.GetValue(Threads) });
        request.Check();
        if (!ExplainRun.Execute(request, parsed.InvocationConfiguration.Error, parsed.GetValue(GlobalOptions.Quiet)))
        {
            return ExitCode.Interrupted;
        }

        parsed.InvocationConfiguration.Output.WriteLine(request.Folder);
        return ExitCode.Done;
    }
}
