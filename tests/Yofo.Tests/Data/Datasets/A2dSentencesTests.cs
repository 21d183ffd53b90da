using Shouldly;
using Xunit;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class A2dSentencesTests : IDisposable
{
    private readonly SmallTree tree = new();

    public A2dSentencesTests()
    {
        foreach (var frame in new[] { "00001", "00002", "00003" }) tree.Photo($"Release/pngs320H/_0djE279Srg/{frame}.png", 3, 2);
        tree.Photo("Release/pngs320H/other/00001.png", 3, 2);
        tree.Text("text_annotations/a2d_annotation_with_instances/_0djE279Srg/00002.h5", "opened by the reader below");
    }

    public void Dispose() => tree.Dispose();

    [Fact]
    public void The_official_texts_give_the_videos_of_the_split_without_the_missed_ones()
    {
        WriteOfficial();
        var video = A2dSentences.Load(tree.Root, "train", Open).ShouldHaveSingleItem();
        video.Name.ShouldBe("_0djE279Srg");
        video.Phrases.Select(phrase => (phrase.Id, phrase.Text)).ShouldBe([("2", "a man, running"), ("5", "the \"big\" dog")]);
        A2dSentences.Load(tree.Root, "test", Open).ShouldHaveSingleItem().Name.ShouldBe("other");
    }

    [Fact]
    public void The_converted_rows_of_a_video_are_one_phrase_an_instance()
    {
        tree.Text("a2d_sentences_single_frame_train_annotations.json", """
            [["a man, running", "_0djE279Srg", 2, 2], ["a man, running", "_0djE279Srg", 3, 2], ["the dog", "_0djE279Srg", 2, 5]]
            """);
        var video = A2dSentences.Load(tree.Root, "train", Open).ShouldHaveSingleItem();
        video.Phrases.Select(phrase => (phrase.Id, phrase.Text)).ShouldBe([("2", "a man, running"), ("5", "the dog")]);
    }

    [Fact]
    public void Masks_are_turned_from_columns_to_rows_and_frames_without_a_file_have_no_truth()
    {
        WriteOfficial();
        var video = A2dSentences.Load(tree.Root, "train", Open)[0];
        video.Mask(1, video.Phrases[0]).ShouldBe([0, 0, 0, 0, 0, 1]);
        video.Mask(1, video.Phrases[1]).ShouldBe([1, 0, 0, 0, 1, 0]);
        video.Mask(0, video.Phrases[0]).ShouldBeNull();
        video.Masks!(1, [7]).ShouldBeNull();
    }

    [Fact]
    public void The_first_thing_missing_and_a_bad_line_are_named()
    {
        Should.Throw<YofoException>(() => A2dSentences.Load(tree.Root, "train", Open)).Message.ShouldContain($"needs '{tree["text_annotations/a2d_annotation.txt"]}'");
        WriteOfficial();
        File.AppendAllText(tree["text_annotations/a2d_annotation.txt"], "_0djE279Srg,two,a man\n");
        Should.Throw<YofoException>(() => A2dSentences.Load(tree.Root, "train", Open)).Message.ShouldContain("Line 6 of");
    }

    private void WriteOfficial()
    {
        tree.Text("text_annotations/a2d_annotation.txt", "video_id,instance_id,query\n_0djE279Srg,2,\"a man, running\"\n_0djE279Srg,5,\"the \"\"big\"\" dog\"\nother,1,a car\ngone,1,a bird\n");
        tree.Text("text_annotations/a2d_missed_videos.txt", "gone\n");
        tree.Text("Release/videoset.csv", "_0djE279Srg,12,0:00,0:03,320,568,90,3,0\nother,12,0:00,0:03,320,568,90,3,1\ngone,12,0:00,0:03,320,568,90,3,0\n");
    }

    /// <summary>What the HDF5 file of the frame holds: two instances of 3 x 2, columns first.</summary>
    private A2dMasks Open(string path)
    {
        path.ShouldBe(tree["text_annotations/a2d_annotation_with_instances/_0djE279Srg/00002.h5"]);
        return new([2, 5], 3, 2, [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0]);
    }
}
