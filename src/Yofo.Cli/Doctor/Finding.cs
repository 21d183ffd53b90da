namespace Yofo.Cli.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Verdict">How it stands.</param>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Text">What was found.</param>
/// <param name="Mend">What to do about it; null where nothing needs doing.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text, string? Mend = null);
