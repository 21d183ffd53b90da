using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Modeling.Language;
using Yofo.Modeling.Tiny;
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

    [Fact]
    public void What_was_written_of_a_still_is_taken_as_it_is_and_mirrored()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var folder = new TemporaryFolder();
        using var language = new HashedLanguageEncoder();
        using var image = new TinyImageEncoder();
        PaintedStills.Paint(folder.At("stills"), 2);
        var scenes = StillsFolder.LoadTraining(folder.At("stills"), WrittenPhrases.None);
        var cache = new FeatureCache(folder.At("cache"), CPU);
        var features = new PictureFeatures(image, cache);
        scenes.ToList().ForEach(scene => features.Prepare(scene, [0]));
        var dog = scenes[0].Objects.Single(thing => thing.Category == "dog");
        IReadOnlyList<WrittenPhrase> written =
        [
            new("coco", $"{scenes[0].Id}", dog.Id, "the red one on the right"),
            new("coco", $"{scenes[0].Id}", null, "the green dog"),
            new("voc", $"{scenes[0].Id}", dog.Id, "of another folder"),
            new("coco", "99", 1, "of a picture that is not there"),
        ];
        ChoiceData Gather(IReadOnlyList<WrittenPhrase> phrases, int borrowed = 0, int lent = 0, bool placed = false)
        {
            var data = new ChoiceData(new TrainingOptions { PhrasesPerStill = 0, WrittenDraws = 3, BorrowedPhrases = borrowed, LentPhrases = lent, PlacedPhrases = placed }, cache, language, image);
            data.AddStills(scenes, new WrittenPhrases(phrases));
            return data;
        }

        var samples = Gather(written).Samples;
        samples.Count.ShouldBe(6);
        samples.Phrases.ShouldBe(["the red one on the right", "the red one on the left", "the green dog"], ignoreOrder: true);
        var phrases = PhraseBank.Encode(language, samples.Phrases);
        var batch = samples.Batch([0, 1, 2, 3], phrases);
        batch.Mirrored.data<float>().ToArray().ShouldBe([0, 1, 0, 0]);
        batch.Presence.data<float>().ToArray().ShouldBe([1, 1, 1, 0]);
        var borrowed = Gather([.. written, new("coco", $"{scenes[1].Id}", scenes[1].Objects[0].Id, "the carved wooden sculpture")], borrowed: 4).Samples;
        borrowed.Count.ShouldBe(6 + 3 + 4, "the first picture borrows of the second; what is told of the first is soon true");
        borrowed.Batch([6, 7, 8, 9], PhraseBank.Encode(language, borrowed.Phrases)).Presence.data<float>().ToArray().ShouldBe([0, 0, 0, 0]);
        var lent = Gather([.. written, new("coco", $"{scenes[1].Id}", scenes[1].Objects[0].Id, "the green dog at the back")], lent: 2);
        (lent.Written!.Lent, lent.Samples.Count).ShouldBe((1, 6 + 3 + 1), "'the green dog' fits there");
        lent.Samples.Batch([9], PhraseBank.Encode(language, lent.Samples.Phrases)).Presence.item<float>().ShouldBe(1);
        var placed = Gather([new("coco", $"{scenes[0].Id}", dog.Id, "green dog on the left"), .. Enumerable.Repeat(new WrittenPhrase("coco", $"{scenes[0].Id}", null, "the kite"), 9)], placed: true);
        (placed.Written!.Placeless, placed.Samples.Count).ShouldBe((1, 3 + 2 + (9 * 3)));
        placed.Samples.Phrases.ShouldContain("the green dog");
        placed.Samples.Phrases.Count(phrase => phrase.Contains("kite")).ShouldBeGreaterThan(3, "half of the wrong ones get a place");
        Should.Throw<YofoException>(() => Gather([new("coco", $"{scenes[0].Id}", 77, "the dog")])).Message.ShouldContain("annotation 77");
    }

    [Fact]
    public void What_was_written_of_a_clip_is_taken_in_each_of_its_frames()
    {
        var clip = new DavisClip("square", "train", "square.mp4", 3, [null, null, null], [new DavisPhrase("the square", 1, null, "first_frame")]);
        var video = TrainingVideo.Of(clip, [new WrittenPhrase("davis", "square", 1, "the thing on the left"), new WrittenPhrase("davis", "square", null, "the dog"), new WrittenPhrase("davis", "square", null, "the cat on the left")]);
        video.Phrases.Select(phrase => (phrase.Text, phrase.WholeVideo)).ShouldBe([("the square", false), ("the thing on the left", true)]);
        video.Phrases.ShouldAllBe(phrase => phrase.Objects.Single() == 1);
        video.Unfit.ShouldBe(["the dog", "the cat on the left"]);

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var folder = new TemporaryFolder();
        using var language = new HashedLanguageEncoder();
        using var image = new TinyImageEncoder();
        var cache = new FeatureCache(folder.At("cache"), CPU);
        var seen = new Painted(video) { Unfit = video.Unfit };
        for (var frame = 0; frame < 3; frame++)
        {
            cache.Store(seen.Key(frame), image.call(TinyNetwork.Picture(frame)));
        }

        var data = new ChoiceData(new TrainingOptions(), cache, language, image);
        data.AddVideos([seen], every: 2);
        data.Samples.Count.ShouldBe((2 + 2 + 2) + (2 + 2), "what fits is taken mirrored too; of the square is spoken in the first frame only");
        data.Samples.Phrases.ShouldBe(["the square", "the thing on the left", "the thing on the right", "the dog", "the cat on the right"], "on the mirrored picture what is wrong is said mirrored too");
    }

    private sealed record Painted(TrainingVideo Source) : TrainingVideo("painted", 3, Source.Phrases)
    {
        public override Yofo.Video.IFrameSource Open() => throw new NotSupportedException();

        public override (int Width, int Height, byte[] Pixels)? Mask(int frame, IReadOnlyList<long> objects) => (96, 64, [.. Enumerable.Range(0, 96 * 64).Select(at => (byte)(at % 96 < 30 ? 1 : 0))]);
    }

    private static TextObject Thing(double left, params string[] phrases) => new("refcoco_val", new ObjectBox(left, 100, 100, 200), phrases);
}
