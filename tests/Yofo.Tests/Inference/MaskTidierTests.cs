using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class MaskTidierTests
{
    private const int Height = 24, Width = 30;

    [Fact]
    public void A_speck_goes_a_pinhole_closes_and_a_second_object_and_a_gap_stay()
    {
        var mask = Paint((2, 2, 14, 12, 1), (20, 5, 4, 4, 1), (5, 5, 1, 2, -1), (9, 6, 4, 4, -1), (27, 20, 1, 1, 1));
        var wanted = Paint((2, 2, 14, 12, 1), (20, 5, 4, 4, 1), (9, 6, 4, 4, -1));
        Signs(new MaskTidier(), mask).ShouldBe(Signs(wanted));
    }

    [Fact]
    public void What_touches_the_edge_of_the_frame_is_no_pinhole()
    {
        var mask = Paint((0, 0, 20, 20, 1), (0, 10, 1, 1, -1));
        Signs(new MaskTidier(), mask).ShouldBe(Signs(mask));
    }

    [Fact]
    public void An_empty_mask_and_a_full_one_stay_as_they_are()
    {
        Signs(new MaskTidier(), Paint()).ShouldAllBe(inside => !inside);
        Signs(new MaskTidier(), Paint((0, 0, Width, Height, 1))).ShouldAllBe(inside => inside);
    }

    [Fact]
    public void Only_signs_change_and_what_was_given_does_not() =>
        Gen.Float[-1, 1].Array[Height * Width].Sample(values =>
        {
            using var scope = NewDisposeScope();
            var given = tensor(values).reshape(1, Height, Width);
            var tidied = new MaskTidier().Tidy(given);
            Tensors.ToArray(given).ShouldBe(values.Select(value => (double)value));
            Tensors.Difference(tidied.abs(), given.abs()).ShouldBe(0);
        }, iter: 20);

    // Rectangles (left, top, width, height, value) over a background of -1.
    private static float[] Paint(params (int Left, int Top, int Width, int Height, int Value)[] boxes)
    {
        var cells = new float[Height * Width];
        Array.Fill(cells, -1);
        foreach (var box in boxes)
        {
            for (var row = box.Top; row < box.Top + box.Height; row++)
                cells.AsSpan((row * Width) + box.Left, box.Width).Fill(box.Value);
        }

        return cells;
    }

    private static bool[] Signs(float[] cells) => [.. cells.Select(cell => cell > 0)];

    private static bool[] Signs(MaskTidier tidier, float[] cells)
    {
        using var scope = NewDisposeScope();
        return [.. Tensors.ToArray(tidier.Tidy(tensor(cells).reshape(1, Height, Width))).Select(cell => cell > 0)];
    }
}
