using System.CommandLine;
using Yofo.Cli.Doctor;
using Yofo.Weights;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo doctor</c>: what works here, what does not, and the mend of each.</summary>
internal static class DoctorVerb
{
    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb("doctor", "Check the engine, ffmpeg, the weights and the machine, and say how to mend what is wrong.", "yofo doctor");
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var quiet = parsed.GetValue(GlobalOptions.Quiet);
        var worst = Verdict.Ok;
        foreach (var finding in SystemChecks.All().Concat(EngineChecks.All()).Concat(WeightChecks.All(ModelFolder.TryFind()?.Path)))
        {
            worst = finding.Verdict > worst ? finding.Verdict : worst;
            if (!quiet || finding.Verdict != Verdict.Ok)
            {
                Write(finding, output);
            }
        }

        return worst == Verdict.Fail ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Write(Finding finding, TextWriter output)
    {
        var (word, colour) = finding.Verdict switch
        {
            Verdict.Ok => ("ok  ", 32),
            Verdict.Warn => ("warn", 33),
            _ => ("fail", 31),
        };
        var mend = finding.Mend is null ? "" : $". {finding.Mend}";
        output.WriteLine($"{Terminal.Output.Paint(word, colour)}  {finding.Subject,-9}  {finding.Text}{mend}");
    }
}
