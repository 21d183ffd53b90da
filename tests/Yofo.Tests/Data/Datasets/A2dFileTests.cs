using PureHDF;
using Shouldly;
using Xunit;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class A2dFileTests : IDisposable
{
    private const string Mask = "text_annotations/a2d_annotation_with_instances/_0djE279Srg/00002.h5";

    private readonly SmallTree tree = new();

    public A2dFileTests()
    {
        tree.Photo("Release/pngs320H/_0djE279Srg/00001.png", 3, 2);
        tree.Photo("Release/pngs320H/_0djE279Srg/00002.png", 3, 2);
        tree.Text(Mask, "");
        tree.Text("a2d_sentences_single_frame_test_annotations.json", """[["a man, running", "_0djE279Srg", 2, 2], ["the dog", "_0djE279Srg", 2, 5]]""");
    }

    public void Dispose() => tree.Dispose();

    [Fact]
    public void The_masks_of_a_real_file_are_turned_from_columns_to_rows()
    {
        // Two instances of 3 columns and 2 rows, as MATLAB leaves them: the second is the first column and the middle's lower pixel.
        Write(new byte[,,] { { { 0, 0 }, { 0, 0 }, { 0, 1 } }, { { 1, 1 }, { 0, 1 }, { 0, 0 } } }, new double[] { 2, 5 });
        var video = ReferringDataset.Load("a2d", tree.Root, null).Videos.ShouldHaveSingleItem();
        video.Mask(1, video.Phrases[0]).ShouldBe([0, 0, 0, 0, 0, 1]);
        video.Mask(1, video.Phrases[1]).ShouldBe([1, 0, 0, 1, 1, 0]);
        video.Mask(0, video.Phrases[0]).ShouldBeNull();
    }

    [Fact]
    public void One_instance_has_no_dimension_of_its_own_and_ids_may_be_whole_numbers()
    {
        Write(new byte[,] { { 1, 0 }, { 0, 0 }, { 0, 0 } }, new long[] { 5 });
        var masks = A2dFile.Read(tree[Mask]);
        (masks.Width, masks.Height).ShouldBe((3, 2));
        masks.Instances.ShouldBe([5L]);
        masks.Union([5]).ShouldBe([1, 0, 0, 0, 0, 0]);
        masks.Union([]).ShouldBe(new byte[6], "the frame has truth");
    }

    [Fact]
    public void Masks_written_as_doubles_are_read_too()
    {
        Write(new double[,] { { 1, 0 }, { 0, 0 }, { 0, 1 } }, new int[] { 1 });
        A2dFile.Read(tree[Mask]).Union([1]).ShouldBe([1, 0, 0, 0, 0, 1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(500)]
    public void A_file_that_is_cut_short_is_named_in_one_sentence(int bytes)
    {
        Write(new byte[,] { { 1, 0 }, { 0, 0 }, { 0, 0 } }, new long[] { 5 });
        var whole = File.ReadAllBytes(tree[Mask]);
        File.WriteAllBytes(tree[Mask], whole[..Math.Min(bytes, whole.Length / 2)]);
        Fails();
    }

    [Fact]
    public void A_file_of_another_kind_or_without_the_datasets_or_absent_is_named()
    {
        File.WriteAllText(tree[Mask], "This is no HDF5 file.\n");
        Fails();
        new H5File { ["other"] = new byte[] { 1 } }.Write(tree[Mask]);
        Fails();
        File.Delete(tree[Mask]);
        Fails();
    }

    private void Fails()
    {
        var message = Should.Throw<YofoException>(() => A2dFile.Read(tree[Mask])).Message;
        message.ShouldContain($"'{tree[Mask]}'");
        message.ShouldNotContain("\n");
    }

    private void Write(object masks, object instances) => new H5File { ["reMask"] = masks, ["instance"] = instances }.Write(tree[Mask]);
}
