using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Tests.House;

namespace Yofo.Tests.Cli;

public sealed class UsageTests
{
    [Fact]
    public void The_help_is_as_approved()
    {
        using var text = new StringWriter();
        var root = CommandLine.Root();
        foreach (var command in root.Subcommands.Prepend(root))
        {
            text.WriteLine($"===== yofo {(command == root ? "" : command.Name + " ")}--help");
            HelpText.Write(command, text);
        }

        Approved.Match("help.txt", text.ToString());
    }

    [Fact]
    public void Help_goes_to_stdout_whatever_else_is_wrong()
    {
        var run = Tool.Run(Shared.Root, "segment", "--nonsense", "--help");
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Examples:");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_verb_the_help_goes_to_stderr_and_it_is_a_usage_error()
    {
        var run = Tool.Run(Shared.Root);
        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("Examples:");
    }

    [Theory]
    [InlineData("segmnt clip.mp4", "Unknown verb 'segmnt': did you mean 'segment'?")]
    [InlineData("frobnicate", "Unknown verb 'frobnicate'; 'yofo --help' lists them.")]
    [InlineData("segment clip.mp4 --phrse bird", "Unknown option '--phrse': did you mean '--phrase'?")]
    [InlineData("segment --overwrit clip.mp4", "Unknown option '--overwrit': did you mean '--overwrite'?")]
    [InlineData("segment clip.mp4 -p the white bird", "Unexpected 'white': put a name or phrase with spaces in quotes")]
    [InlineData("segment clip.mp4 -p", "'-p' needs a value")]
    [InlineData("segment -p bird", "No video given")]
    [InlineData("segment clip.mp4", "No phrase given")]
    [InlineData("segment clip.mp4 -p bird --threads two", "'--threads' takes a number, not 'two'")]
    [InlineData("segment clip.mp4 -p bird --threads -1", "'--threads -1' is not possible")]
    [InlineData("segment clip.mp4 -p bird --device tpu", "'--device tpu' is not known: use cpu or cuda")]
    [InlineData("segment clip.mp4 -p bird --start 5 --end 2", "'--start 5 --end 2' is no span of time")]
    [InlineData("segment clip.mp4 -p bird --start nan", "'--start")]
    [InlineData("bench clip.mp4 -p bird --network-only --size 100x200", "'--size 100x200' is no size: give height and width as in 384x640")]
    [InlineData("bench clip.mp4 -p bird --network-only --size big", "'--size big' is no size")]
    [InlineData("bench clip.mp4 -p bird --size 64x64", "'--size' is for the network alone")]
    public void A_wrong_call_is_told_in_one_sentence_before_anything_is_written(string line, string expected) =>
        ShouldBeRefused(line.Split(' '), expected);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void An_empty_phrase_is_refused(string phrase) => ShouldBeRefused(["segment", "clip.mp4", "-p", phrase], "A phrase is empty");

    [Fact]
    public void A_phrase_of_ten_thousand_characters_is_refused() =>
        ShouldBeRefused(["segment", "clip.mp4", "-p", new string('a', 10_000)], "A phrase has 10000 characters");

    [Fact]
    public void A_phrase_of_a_thousand_characters_is_taken() => PhraseCheck.Apply([new string('a', 1000)]).Count.ShouldBe(1);

    [Fact]
    public void A_phrase_is_never_read_as_the_name_of_a_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("words.txt", "--nonsense");
        Tool.Run(folder.Path, "segment", "clip.mp4", "-p", "@words.txt").Error.ShouldContain("No video at 'clip.mp4'");
    }

    [Fact]
    public void A_name_that_starts_with_a_dash_can_stand_after_two_dashes()
    {
        using var folder = new TemporaryFolder();
        Tool.Run(folder.Path, "segment", "-p", "bird", "--", "-clip.mp4").Error.ShouldContain("No video at '-clip.mp4'");
    }

    [Theory]
    [InlineData("segment", "segment", 0)]
    [InlineData("segmetn", "segment", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_the_steps_between_two_words(string from, string to, int steps) => Suggestion.Distance(from, to).ShouldBe(steps);

    private static void ShouldBeRefused(string[] arguments, string expected)
    {
        using var folder = new TemporaryFolder();
        var run = Tool.Run(folder.Path, arguments);
        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith("yofo: ");
        run.Error.ShouldContain(expected);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
        folder.Names().ShouldBeEmpty();
    }
}
