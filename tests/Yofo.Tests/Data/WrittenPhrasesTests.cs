using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class WrittenPhrasesTests
{
    [Fact]
    public void A_line_is_a_phrase()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("phrases.tsv"), "# folder, picture, annotation, phrase\ncoco\t285\t12\tthe bear on the grass\n\ncoco\t285\t0\tthe dog under the table\ndavis\tbear\t1\tthe bear\n");
        var phrases = WrittenPhrases.Load(folder.At("phrases.tsv"));
        phrases.Of(Scene("coco", 285)).ShouldBe([new WrittenPhrase("coco", "285", 12, "the bear on the grass"), new WrittenPhrase("coco", "285", null, "the dog under the table")]);
        phrases.Of(Scene("voc", 285)).ShouldBeEmpty();
        phrases.Of(new DavisClip("bear", "train", "bear.mp4", 1, [], [])).ShouldBe([new WrittenPhrase("davis", "bear", 1, "the bear")]);
    }

    [Fact]
    public void Several_files_are_read_as_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("written.tsv"), "coco\t285\t12\tthe bear on the grass\n");
        File.WriteAllText(folder.At("judged.tsv"), "coco\t285\t0\tthe bear holding a tissue\n");
        WrittenPhrases.Load(folder.At("written.tsv"), folder.At("judged.tsv")).Of(Scene("coco", 285)).Select(phrase => phrase.Phrase)
            .ShouldBe(["the bear on the grass", "the bear holding a tissue"]);
        Should.Throw<YofoException>(() => WrittenPhrases.Load(folder.At("written.tsv"), folder.At("none.tsv"))).Message.ShouldContain(folder.At("none.tsv"));
    }

    [Fact]
    public void Pictures_that_are_measured_with_are_not_trained_on_in_whichever_folder_of_coco()
    {
        using var folder = new TemporaryFolder();
        Training.PaintedStills.Paint(folder.At("stills"), 3);
        StillsFolder.LoadTraining(folder.At("stills"), WrittenPhrases.None).Select(scene => scene.Id).ShouldBe([1, 2, 3]);
        var heldOut = new WrittenPhrases([new WrittenPhrase("coco-more", "2", null, "the dog"), new WrittenPhrase("voc", "3", 1, "the dog")]);
        StillsFolder.LoadTraining(folder.At("stills"), heldOut).Select(scene => scene.Id).ShouldBe([1, 3]);
    }

    [Theory]
    [InlineData("coco\t285\tthe bear")]
    [InlineData("coco\t285\tbear\tthe bear")]
    [InlineData("coco\t285\t-12\tthe bear")]
    [InlineData("\t285\t12\tthe bear")]
    [InlineData("coco\t285\t12\t ")]
    [InlineData("coco 285 12 the bear")]
    public void Another_line_is_named_by_its_number(string line)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("phrases.tsv"), "# a comment\n" + line + "\n");
        var message = Should.Throw<YofoException>(() => WrittenPhrases.Load(folder.At("phrases.tsv"))).Message;
        message.ShouldContain("Line 2");
        message.ShouldContain(folder.At("phrases.tsv"));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<YofoException>(() => WrittenPhrases.Load(folder.At("none.tsv"))).Message.ShouldContain(folder.At("none.tsv"));
    }

    private static Scene Scene(string source, long id) => new(source, id, "1.jpg", 8, 8, [], new HashSet<string>(), new HashSet<string>(), [], null);
}
