using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Modeling.Language;
using Yofo.Modeling.Vision;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class ChoiceDataTests
{
    [Fact]
    public void Where_there_is_no_picture_the_words_tell_the_class()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var folder = new TemporaryFolder();
        using var language = new MiniLmLanguageEncoder(TinyNetwork.Folder.BaseFolder);
        using var image = new CompactImageEncoder(TinyNetwork.Folder.BaseFolder);
        var data = new ChoiceData(new TrainingOptions(), new FeatureCache(folder.Path, CPU), language, image);
        var photo = new TextImage("COCO_train2014_000000000001.jpg",
        [
            Thing(10, "the batter", "batter in white"),
            Thing(200, "brown pup", "pup lying on the left"),
            Thing(400, "thing"),
        ]);
        data.AddTexts([photo, photo with { Image = "COCO_train2014_000000000002.jpg" }], new HashSet<long> { 2 });

        var bank = data.Bank().Batch(tensor(new[] { 0L }), zeros(1), CPU);
        string[] Best() => [.. Enumerable.Range(0, 2).Select(row => image.ClassNames[(int)bank.Scores[0, row].argmax().item<long>()])];
        Best().ShouldBe(["person", "dog"], "the batter is no bat, though the sentence encoder has it next to one");
        bank.Scores[0, 2].sum().item<float>().ShouldBe(0, "nothing is named");
        data.Samples.Phrases.ShouldContain("pup lying on the right", "mirrored");
    }

    private static TextObject Thing(double left, params string[] phrases) => new("refcoco_val", new ObjectBox(left, 100, 100, 200), phrases);
}
