namespace Yofo.Tests.Cli;

/// <summary>How a process ended and what it said.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error);
