using System.Text;
using Shouldly;
using Xunit;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class RefDavis17Tests : IDisposable
{
    private readonly SmallTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void The_official_texts_give_four_phrases_an_object_with_the_ids_that_peers_use()
    {
        WriteOfficial();
        var videos = RefDavis17.Load(tree.Root, "val");
        videos.Select(video => video.Name).ShouldBe(["classic-car", "dogs-scale", "motorbike"]);
        var car = videos[0];
        car.Frames.Count.ShouldBe(2);
        car.Phrases.Select(phrase => phrase.Id).ShouldBe(["0", "1", "2", "3", "4", "5", "6", "7"]);
        car.Phrases.Select(phrase => phrase.Objects[0]).ShouldBe([1, 1, 1, 1, 2, 2, 2, 2]);
        car.Phrases.Select(RefDavis17.SetOf).ShouldBe([0, 1, 2, 3, 0, 1, 2, 3]);
        car.Phrases[0].Text.ShouldBe("a car, annot1");
        // The second annotator's files are Latin-1: é is one byte there.
        car.Phrases[6].Text.ShouldBe("a café car, annot2");
        car.Mask(1, car.Phrases[5]).ShouldBe([0, 0, 0, 1]);
    }

    [Fact]
    public void The_converted_form_reads_the_same()
    {
        WriteOfficial();
        var official = RefDavis17.Load(tree.Root, "val");
        using var converted = new SmallTree();
        var json = new StringBuilder("{\"videos\": {");
        json.AppendJoin(", ", official.Select(video =>
            $"\"{video.Name}\": {{\"expressions\": {{{string.Join(", ", video.Phrases.Select(phrase => $"\"{phrase.Id}\": {{\"exp\": \"{phrase.Text}\", \"obj_id\": \"{phrase.Objects[0]}\"}}"))}}}, \"frames\": [\"00000\", \"00001\"]}}"));
        converted.Text("meta_expressions/valid/meta_expressions.json", json.Append("}}").ToString());
        foreach (var video in official) WriteFrames(converted, video.Name, "valid/JPEGImages", "valid/Annotations");

        var videos = RefDavis17.Load(converted.Root, "val");
        videos.Select(video => video.Name).ShouldBe(official.Select(video => video.Name));
        videos.SelectMany(video => video.Phrases).Select(phrase => (phrase.Id, phrase.Text, phrase.Objects[0]))
            .ShouldBe(official.SelectMany(video => video.Phrases).Select(phrase => (phrase.Id, phrase.Text, phrase.Objects[0])));
        videos[0].Mask(0, videos[0].Phrases[0]).ShouldBe(official[0].Mask(0, official[0].Phrases[0]));
    }

    [Theory]
    [InlineData("motor-bike one \"a man\"")]
    [InlineData("motor-bike 2")]
    [InlineData("motor-bike 1 \"a second phrase\"")]
    public void A_bad_line_is_named_with_its_number(string line)
    {
        WriteOfficial();
        var path = tree["davis_text_annotations/Davis17_annot2.txt"];
        File.AppendAllText(path, line + "\n", Encoding.Latin1);
        var message = Should.Throw<YofoException>(() => RefDavis17.Load(tree.Root, "val")).Message;
        message.ShouldContain($"Line 5 of '{path}'");
    }

    [Theory]
    [InlineData("davis_text_annotations/Davis17_annot2_full_video.txt")]
    [InlineData("DAVIS/ImageSets/2017/val.txt")]
    public void The_first_file_missing_is_named_and_both_trees_drawn(string missing)
    {
        WriteOfficial();
        File.Delete(tree[missing]);
        var message = Should.Throw<YofoException>(() => RefDavis17.Load(tree.Root, "val")).Message;
        message.ShouldContain($"needs '{tree[missing]}'");
        message.ShouldContain("davis_text_annotations/");
        message.ShouldContain("meta_expressions/{train,valid}");
    }

    [Theory]
    [InlineData("DAVIS/JPEGImages/480p/dogs-scale/00001.jpg")]
    [InlineData("DAVIS/Annotations_unsupervised/480p/dogs-scale/00001.png")]
    public void A_frame_that_lacks_its_picture_or_its_mask_is_not_left_out_in_silence(string missing)
    {
        WriteOfficial();
        File.Delete(tree[missing]);
        Should.Throw<YofoException>(() => RefDavis17.Load(tree.Root, "val")).Message.ShouldContain($"needs '{tree[missing]}'");
    }

    private void WriteOfficial()
    {
        foreach (var set in RefDavis17.Sets)
        {
            var second = set.StartsWith("annot2", StringComparison.Ordinal);
            var text = $"clasic-car 1 \"a car, {set}\"\nclasic-car 2 \"a {(second ? "café " : "")}car, {set}\"\r\ndog-scale 1 \"a  dog\"\nmotor-bike 1 \"a man\"\n";
            tree.Text($"davis_text_annotations/Davis17_{set}.txt", text, second ? Encoding.Latin1 : Encoding.UTF8);
        }

        tree.Text("DAVIS/ImageSets/2017/val.txt", "classic-car\ndogs-scale\nmotorbike\n");
        foreach (var name in new[] { "classic-car", "dogs-scale", "motorbike" }) WriteFrames(tree, name, "DAVIS/JPEGImages/480p", "DAVIS/Annotations_unsupervised/480p");
    }

    private static void WriteFrames(SmallTree tree, string video, string pictures, string masks)
    {
        foreach (var frame in new[] { "00001", "00000" })
        {
            tree.Photo($"{pictures}/{video}/{frame}.jpg", 2, 2);
            tree.Mask($"{masks}/{video}/{frame}.png", 2, 2, [0, 1, 0, 2]);
        }
    }
}
