namespace Yofo.Cli;

/// <summary>The tool was called wrongly; the message is one sentence, and the exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
