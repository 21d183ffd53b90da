namespace Yofo.Data;

/// <summary>How people say that something moves.</summary>
internal static class MotionWords
{
    private static readonly HashSet<string> Walkers =
        ["person", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "flamingo", "rhino", "emu", "bird"];

    private static readonly HashSet<string> Driven = ["car", "bus", "truck", "motorcycle"];

    /// <summary>The ways to say which way something goes: "walking to the left", "driving right".</summary>
    /// <param name="category">What it is.</param>
    /// <param name="toRight">Whether to the right.</param>
    public static string[] Sideways(string category, bool toRight)
    {
        var side = toRight ? "right" : "left";
        return [.. Verbs(category).SelectMany(verb => new[] { $"{verb} to the {side}", $"{verb} towards the {side}", $"{verb} {side}" }), $"that moves to the {side}", $"heading {side}"];
    }

    /// <summary>The ways to say that something comes or goes.</summary>
    /// <param name="nearer">Whether it comes.</param>
    public static string[] InDepth(bool nearer) => nearer
        ? ["coming closer", "getting closer", "coming towards us", "approaching", "that comes closer"]
        : ["moving away", "going away", "getting smaller", "that moves away from us"];

    private static string[] Verbs(string category) => Walkers.Contains(category) ? ["walking", "moving", "running", "going"]
        : Driven.Contains(category) ? ["driving", "moving", "going"]
        : category is "bicycle" ? ["riding", "moving", "going"]
        : ["moving", "going"];
}
