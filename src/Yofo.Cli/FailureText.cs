namespace Yofo.Cli;

/// <summary>Turns a failure into the one sentence that a person reads.</summary>
internal static class FailureText
{
    private const int NoSpaceLeft = 28;                            // ENOSPC
    private const int DiskFull = unchecked((int)0x80070070);       // ERROR_DISK_FULL

    /// <summary>The sentence; with YOFO_DEBUG set, everything that is known.</summary>
    public static string Describe(Exception failure)
    {
        if (Environment.GetEnvironmentVariable("YOFO_DEBUG") is { Length: > 0 })
        {
            return failure.ToString();
        }

        var text = failure switch
        {
            YofoException => failure.Message,
            IOException { HResult: NoSpaceLeft or DiskFull } => "The disk is full; free some space, or choose another folder with -o.",
            IOException or UnauthorizedAccessException => $"{failure.Message} Check the path and its permissions.",
            TypeInitializationException { InnerException: { } inner } => Describe(inner),
            _ => $"Unexpected failure: {failure.GetType().Name}: {failure.Message} Set YOFO_DEBUG=1 for the details, and report it.",
        };
        // A data set's tree is drawn over several lines; all else is one sentence.
        return failure is YofoException && text.Contains("\n├── ", StringComparison.Ordinal) ? text : text.ReplaceLineEndings(" ");
    }
}
