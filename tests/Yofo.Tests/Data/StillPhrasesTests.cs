using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class StillPhrasesTests
{
    [Fact]
    public void A_line_is_a_phrase()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("phrases.tsv"), "# folder, picture, annotation, phrase\ncoco\t285\t12\tthe bear on the grass\n\nvoc\t7\t0\tthe dog under the table\n");
        StillPhrases.Load(folder.At("phrases.tsv")).ShouldBe(
        [
            new StillPhrase("coco", 285, 12, "the bear on the grass"),
            new StillPhrase("voc", 7, null, "the dog under the table"),
        ]);
    }

    [Theory]
    [InlineData("coco\t285\tthe bear")]
    [InlineData("coco\t285\tbear\tthe bear")]
    [InlineData("coco\t-1\t12\tthe bear")]
    [InlineData("coco\t285\t12\t ")]
    [InlineData("coco 285 12 the bear")]
    public void Another_line_is_named_by_its_number(string line)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("phrases.tsv"), "# a comment\n" + line + "\n");
        var message = Should.Throw<YofoException>(() => StillPhrases.Load(folder.At("phrases.tsv"))).Message;
        message.ShouldContain("Line 2");
        message.ShouldContain(folder.At("phrases.tsv"));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<YofoException>(() => StillPhrases.Load(folder.At("none.tsv"))).Message.ShouldContain(folder.At("none.tsv"));
    }
}
