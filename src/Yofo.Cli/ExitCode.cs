namespace Yofo.Cli;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Could not be done: a bad file, a full disk, weights that do not fit.</summary>
    public const int Failed = 1;

    /// <summary>Called wrongly: nothing was loaded or written.</summary>
    public const int Usage = 2;

    /// <summary>Done, and a phrase is in no frame (only with <c>--fail-if-absent</c>).</summary>
    public const int Absent = 3;

    /// <summary>Stopped by the user; what was done is kept (128 + SIGINT, as shells have it).</summary>
    public const int Interrupted = 130;
}
