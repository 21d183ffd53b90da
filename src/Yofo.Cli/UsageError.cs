using System.CommandLine;
using System.CommandLine.Parsing;

namespace Yofo.Cli;

/// <summary>Says in one sentence what is wrong with a command line, with a suggestion where one is near.</summary>
internal static class UsageError
{
    /// <summary>The first thing that is wrong, or null.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var help = command is RootCommand ? "yofo --help" : $"yofo {command.Name} --help";
        var plain = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash); // after '--' a dash is part of a name
        var given = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        if (!plain && given.Concat(parsed.UnmatchedTokens).FirstOrDefault(word => word.Length > 1 && word[0] == '-') is { } option)
        {
            return $"Unknown option '{Short(option)}'{Nearest(option, OptionNames(command))} '{help}' lists them.";
        }

        if (parsed.UnmatchedTokens is [var extra, ..])
        {
            return command is RootCommand
                ? $"Unknown verb '{Short(extra)}'{Nearest(extra, command.Subcommands.Select(verb => verb.Name))} '{help}' lists them."
                : $"Unexpected '{Short(extra)}': put a name or phrase with spaces in quotes, as in -p \"the white bird\".";
        }

        return parsed.Errors is [var error, ..] ? Describe(error, command, help) : null;
    }

    private static string Describe(ParseError error, Command command, string help) => error.SymbolResult switch
    {
        CommandResult { Command: RootCommand } => $"No verb given; '{help}' lists them.",
        OptionResult { Tokens.Count: 0 } option => $"'{option.IdentifierToken?.Value ?? option.Option.Name}' needs a value; '{help}' says which.",
        OptionResult { Tokens: [var value, ..] } option when IsNumber(option.Option) =>
            $"'{option.Option.Name}' takes a number, not '{Short(value.Value)}'.",
        ArgumentResult argument => $"No {argument.Argument.Name} given, as in: {((command as Verb)?.Examples[0]) ?? help}",
        _ => error.Message,
    };

    private static IEnumerable<string> OptionNames(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
        .SelectMany(option => option.Aliases.Append(option.Name));

    private static bool IsNumber(Option option) => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) is var type && (type == typeof(int) || type == typeof(double));

    private static string Nearest(string word, IEnumerable<string> known) =>
        Suggestion.For(word, known) is { } near ? $": did you mean '{near}'?" : ";";

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
