using System.CommandLine;
using Yofo.Data.Datasets;
using Yofo.Evaluation;
using Yofo.Inference;

namespace Yofo.Cli.Evaluate;

/// <summary>The options of <c>yofo evaluate</c>, and what they say together.</summary>
internal static class EvaluateOptions
{
    public static readonly Option<string?> Data = new("--data") { HelpName = "FOLDER", Description = "Run the model on the dev clips and phrases of this folder (davis/, stills/)." };
    public static readonly Option<string[]> Ablation = new("--ablation") { HelpName = "NAME=FILE", Description = "With --data or --dataset: compare these weights, one a call (full=F fm-off=F mt-off=F both-off=F)." };
    public static readonly Option<string[]> Only = new("--only") { HelpName = "clips|stills", Description = "With --data: leave the other part out." };
    public static readonly Option<string?> Phrases = new("--phrases") { HelpName = "FILE", Description = "With --data: ask of the stills what FILE says (phrases/held-out.tsv), and no clips, instead of the development phrases." };
    public static readonly Option<bool> Blind = new("--blind") { Description = "With --data: tell the model one constant phrase instead of each (the word-blind twin)." };
    public static readonly Option<int> Every = new("--every") { HelpName = "N", Description = "With --data: show the model every N-th frame of a clip only, for a quick look (default: 1).", DefaultValueFactory = _ => 1 };
    public static readonly Option<int?> Keyframes = new("--keyframes") { HelpName = "N", Description = $"With --data: let the network see every N-th frame of a clip and carry masks to the others, as in segment (default: {KeyframePlan.DefaultEvery}; 1 with --every)." };
    public static readonly Option<string?> Dataset = new("--dataset") { HelpName = "NAME", Description = $"Run the model on a public set: {string.Join(", ", ReferringDataset.Names)} (docs/evaluate.md)." };
    public static readonly Option<string?> Root = new("--root") { HelpName = "FOLDER", Description = "With --dataset: where the set lies." };
    public static readonly Option<string?> Output = new("--output", "-o") { HelpName = "FOLDER", Description = "With --dataset: the masks; a rerun goes on there (default: the set's name and split with .yofo)." };
    public static readonly Option<string?> Submission = new("--submission") { HelpName = "FILE.zip", Description = "With --dataset: pack the masks for the server of Ref-YouTube-VOS or MeViS." };
    public static readonly Option<string?> Split = new("--split") { HelpName = "NAME", Description = "Split to use (default: dev with --data, what peers report with --dataset)." };
    public static readonly Option<int?> Wrong = new("--wrong") { HelpName = "N", Description = "Phrases of other clips asked of each clip (default: 8 with --data, 2 with --dataset)." };
    public static readonly Option<string?> Truth = new("--truth") { HelpName = "FOLDER", Description = "Score masks without a model: true masks, FOLDER/<sequence>/<frame>.png." };
    public static readonly Option<string?> Predictions = new("--predictions") { HelpName = "FOLDER", Description = "With --truth: masks to score, in the same layout." };
    public static readonly Option<string> Mode = new("--mode") { HelpName = "MODE", Description = "With --truth: semi-supervised, unsupervised or by-id (default: by-id).", DefaultValueFactory = _ => "by-id" };
    public static readonly Option<string?> Frames = new("--frames") { HelpName = "FOLDER", Description = "With --truth and --sheet: the pictures, FOLDER/<sequence>/<frame>.jpg." };
    public static readonly Option<string?> Report = new("--report") { HelpName = "FILE.json", Description = "Write the report there and, beside it, as Markdown; with --data a rerun of a call that was stopped goes on." };
    public static readonly Option<string?> Sheet = new("--sheet") { HelpName = "FILE.png", Description = "Draw the worst and the best frames: picture, answer, truth (with --data: of the clips)." };
    public static readonly Option<string?> Weights = new("--weights") { HelpName = "FILE", Description = "Weights to use instead of those in models/." };
    public static readonly Option<string> Device = new("--device") { HelpName = "cpu|cuda", Description = "Where to compute (default: cpu).", DefaultValueFactory = _ => "cpu" };
    public static readonly Option<string> Precision = new("--precision") { HelpName = "auto|fp32|bf16", Description = "What to compute in (default: fp32, so that figures do not depend on the machine; segment: auto).", DefaultValueFactory = _ => "fp32" };
    public static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Threads for the computation (default: one a core)." };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } =
    [
        Data, Ablation, Only, Phrases, Blind, Every, Keyframes, Dataset, Root, Output, Submission, Truth, Predictions, Mode, Frames, Split, Wrong, Report, Sheet, Weights, Device, Precision, Threads,
    ];

    /// <summary>Refuses options that another way of evaluating has, and files that could not be written at the end.</summary>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public static void Check(ParseResult parsed)
    {
        var way = new Option[] { Data, Dataset, Truth }.Where(option => IsGiven(parsed, option)).ToList();
        if (way.Count != 1)
            throw new UsageException("Say what to evaluate: --data FOLDER or --dataset NAME --root FOLDER runs the model, --truth FOLDER with --predictions FOLDER scores masks.");

        Need(parsed, Dataset, Root);
        Need(parsed, Truth, Predictions);
        Option[] foreign = way[0] == Data ? [Root, Output, Submission, Predictions, Mode, Frames]
            : way[0] == Dataset ? [Only, Phrases, Blind, Every, Keyframes, Predictions, Mode, Frames]
            : [Ablation, Only, Phrases, Blind, Every, Keyframes, Root, Output, Submission, Split, Wrong, Weights, Device, Precision];
        if (Array.Find(foreign, option => IsGiven(parsed, option)) is { } useless)
            throw new UsageException($"'{useless.Name}' does nothing with '{way[0].Name}': leave one of them out.");
        if (IsGiven(parsed, Phrases) && parsed.GetValue(Only) is { } only && only.Contains("clips"))
            throw new UsageException("'--phrases' asks stills, and '--only clips' leaves them out: leave one of them out.");
        if (parsed.GetValue(Wrong) is < 0)
            throw new UsageException($"'--wrong {parsed.GetValue(Wrong)}' is not possible: give 0 or more.");
        if (parsed.GetValue(Every) is var every && every < 1)
            throw new UsageException($"'--every {every}' is not possible: give 1 (all frames) or more.");
        if (parsed.GetValue(Keyframes) is < 1 or > KeyframePlan.MostEvery)
            throw new UsageException($"'--keyframes {parsed.GetValue(Keyframes)}' is not possible: use 1 (every frame) to {KeyframePlan.MostEvery}.");
        if (parsed.GetValue(Mode) is { } mode && !ScoreModeNames.All.Contains(mode))
            throw new UsageException($"'--mode {mode}' is not known: use {string.Join(", ", ScoreModeNames.All)}.");

        if (parsed.GetValue(Threads) is < 0)
            throw new UsageException($"'--threads {parsed.GetValue(Threads)}' is not possible: give 1 or more, or leave it out.");
        if (Path.GetExtension(parsed.GetValue(Report))?.ToUpperInvariant() == ".MD")
            throw new UsageException($"'--report {parsed.GetValue(Report)}' is where the Markdown goes by itself: name the JSON, as in --report {Path.ChangeExtension(parsed.GetValue(Report), ".json")}.");

        foreach (var option in new[] { Report, Sheet, Submission })
        {
            if (Directory.Exists(parsed.GetValue(option)))
                throw new UsageException($"'{option.Name} {parsed.GetValue(option)}' cannot be written: that is a folder; name a file.");
            if (parsed.GetValue(option) is { } path && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
                throw new UsageException($"'{option.Name} {path}' cannot be written: there is no folder '{folder}'.");
        }
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static void Need(ParseResult parsed, Option first, Option second)
    {
        if (IsGiven(parsed, first) && !IsGiven(parsed, second))
            throw new UsageException($"'{first.Name}' needs '{second.Name} FOLDER' beside it.");
    }
}
