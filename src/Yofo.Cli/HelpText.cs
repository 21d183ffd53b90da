using System.CommandLine;

namespace Yofo.Cli;

/// <summary>The help: what it is for, examples that work, then every option.</summary>
internal static class HelpText
{
    private const int Wide = 100;

    /// <summary>Writes the help of the whole tool or of one verb.</summary>
    public static void Write(Command command, TextWriter output)
    {
        output.WriteLine(command.Description);
        output.WriteLine();
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).OfType<Verb>().ToList();
        var examples = command is Verb own ? own.Examples : [.. verbs.Select(verb => verb.Examples[0])];
        WriteLines(output, "Examples", examples);
        WriteLines(output, "Usage", [Usage(command, verbs.Count > 0)]);
        WriteColumns(output, "Verbs", verbs.Select(verb => (verb.Name, verb.Description)));
        WriteColumns(output, "Arguments", command.Arguments.Select(argument => (Placeholder(argument), argument.Description)));
        WriteColumns(output, "Options", Options(command).Select(option => (Label(option), option.Description)));
        if (verbs.Count > 0)
        {
            output.WriteLine("'yofo <verb> --help' says more about one verb. Exit codes: 0 done, 1 failed, 2 called wrongly,");
            output.WriteLine("3 absent (with --fail-if-absent), 130 interrupted. NO_COLOR turns colours off.");
        }
    }

    private static string Usage(Command command, bool hasVerbs)
    {
        var words = new List<string> { "yofo" };
        words.AddRange(hasVerbs ? ["<verb>"] : [command.Name]);
        words.AddRange(command.Arguments.Select(Placeholder));
        words.AddRange(command.Options.Where(option => option.Required).Select(option => $"{ShortName(option)} {option.HelpName}"));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    // A verb's own options first, then those that it has from above.
    private static IEnumerable<Option> Options(Command command)
    {
        var inherited = command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive);
        return command.Options.Concat(inherited).Where(option => !option.Hidden).OrderBy(IsGeneral);
    }

    private static bool IsGeneral(Option option) => option is VersionOption or System.CommandLine.Help.HelpOption || option.Recursive;

    private static string Placeholder(Argument argument) => $"<{argument.HelpName ?? argument.Name}>";

    private static string ShortName(Option option) => option.Aliases.Append(option.Name).MinBy(name => name.Length)!;

    private static string Label(Option option)
    {
        var names = option.Aliases.Append(option.Name).Distinct().OrderBy(name => name.Length);
        return string.Join(", ", names) + (option.HelpName is null ? "" : $" {option.HelpName}");
    }

    private static void WriteLines(TextWriter output, string title, IReadOnlyList<string> lines)
    {
        output.WriteLine($"{title}:");
        foreach (var line in lines)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
    }

    private static void WriteColumns(TextWriter output, string title, IEnumerable<(string Label, string? Text)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return;
        }

        output.WriteLine($"{title}:");
        var width = list.Max(row => row.Label.Length) + 2;
        foreach (var (label, text) in list)
        {
            var lines = Wrap(text ?? "", Wide - width - 2).ToList();
            output.WriteLine($"  {label.PadRight(width)}{lines[0]}");
            foreach (var line in lines.Skip(1))
            {
                output.WriteLine(new string(' ', width + 2) + line);
            }
        }

        output.WriteLine();
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        yield return line;
    }
}
