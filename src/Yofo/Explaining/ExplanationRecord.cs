using System.Text.Json;
using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>The numbers of an explanation as JSON.</summary>
internal static class ExplanationRecord
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Writes them.</summary>
    public static void Write(string path, Explanation explanation)
    {
        using var scope = NewDisposeScope();
        AtomicFile.Write(path, JsonSerializer.Serialize(
            new { explanation.Video, explanation.Phrase, explanation.Model, explanation.Words, Frames = explanation.Frames.Select(frame => Describe(frame, explanation.Words)) }, Format) + "\n");
    }

    private static object Describe(FrameExplanation frame, IReadOnlyList<string> words) => new
    {
        Frame = frame.Index,
        Time = Round(frame.Time),
        frame.Found.Present,
        Score = Round(frame.Found.Score),
        PresenceLogit = Round(frame.PresenceLogit),
        frame.Found.Area,
        Box = new[] { frame.Found.Box.X, frame.Found.Box.Y, frame.Found.Box.Width, frame.Found.Box.Height },
        Candidates = frame.Candidates.Select(candidate => new
        {
            candidate.Class,
            ClassScore = Round(candidate.ClassScore),
            Box = candidate.Box.Select(Round),
            Choice = Round(candidate.Choice),
            ChoiceAnew = Round(candidate.ChoiceAnew),
            Member = Round(candidate.Member),
        }),
        WordAttention = frame.Words is { } shares
            ? words.Take((int)shares.shape[0]).Select((word, index) => new { Word = word, Values = Spread(shares[index]) })
            : null,
        W = Spread(frame.W),
        Transfer = frame.Transferred is { } transferred
            ? new { RelativeDistance = Round(((transferred - frame.Y).norm() / frame.Y.norm().clamp_min(1e-9)).item<float>()) } // |Y~ - Y| / |Y|
            : null,
        TargetWithoutTransfer = Spread(frame.Direct.Target),
        TargetWithTransfer = frame.ByTransfer is { } with ? Spread(with.Target) : null,
        MaskOverlapWithAndWithout = frame.ByTransfer is { } mask ? Round(mask.Overlap(frame.Direct)) : (double?)null,
    };

    private static object Spread(Tensor map) => new
    {
        Least = Round(map.min().item<float>()),
        Mean = Round(map.mean().item<float>()),
        Largest = Round(map.max().item<float>()),
    };

    private static double Round(double value) => Math.Round(value, 4);
}
