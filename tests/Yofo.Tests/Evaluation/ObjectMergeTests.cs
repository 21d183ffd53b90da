using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class ObjectMergeTests
{
    [Fact]
    public void Each_pixel_goes_to_the_surest_object_and_what_is_under_one_half_to_none()
    {
        var merge = new ObjectMerge(5);
        merge.Clear();
        merge.Add(2, [0.49f, 0.5f, 0.9f, 0.6f, 0.7f]);
        merge.Add(1, [0.3f, 0.4f, 0.8f, 0.95f, 0.7f]);
        merge.Labels.ToArray().ShouldBe(new byte[] { 0, 2, 2, 1, 2 }); // the last: alike, so the first keeps it
    }

    [Fact]
    public void A_new_frame_begins_with_nothing()
    {
        var merge = new ObjectMerge(2);
        merge.Clear();
        merge.Add(1, [0.9f, 0.9f]);
        merge.Clear();
        merge.Add(3, [0.6f, 0.2f]);
        merge.Labels.ToArray().ShouldBe(new byte[] { 3, 0 });
    }
}
