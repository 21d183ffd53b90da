using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Takes specks off masks and closes pinholes, on the cells of stride 4: a speck is a part far smaller than the mask's largest, a
/// pinhole is one that the mask surrounds. What is an object of its own size stays, and so do real gaps [ours].
/// </summary>
internal sealed class MaskTidier
{
    private const double Speck = 0.03; // of the largest part's cells [ours]
    private const double Pinhole = 0.04; // of the largest part's cells [ours]

    private readonly Stack<int> open = [];
    private readonly List<(int Start, int Area, bool Inside, bool Edge)> parts = [];
    private int[] labels = [];

    /// <summary>Tidies masks.</summary>
    /// <param name="logits">[P, h, w], above 0 inside; not changed.</param>
    /// <returns>The same, the logits of specks and pinholes with the other sign.</returns>
    public Tensor Tidy(Tensor logits)
    {
        var tidied = logits.to(CPU, copy: true).contiguous();
        var (height, width) = ((int)logits.shape[1], (int)logits.shape[2]);
        var cells = MemoryMarshal.Cast<byte, float>(tidied.bytes);
        for (var row = 0; row < logits.shape[0]; row++)
        {
            Tidy(cells.Slice(row * height * width, height * width), width);
        }

        return tidied.to(logits.device);
    }

    private void Tidy(Span<float> cells, int width)
    {
        Label(cells, width);
        var largest = 0;
        foreach (var part in parts)
        {
            largest = part.Inside ? Math.Max(largest, part.Area) : largest;
        }

        for (var label = 0; label < parts.Count; label++)
        {
            var part = parts[label];
            if (part.Inside ? part.Area < Speck * largest : !part.Edge && part.Area < Pinhole * largest)
            {
                Flip(cells, label, part.Start);
            }
        }
    }

    // Numbers the connected parts (four neighbours), those of the mask and those of what is around it.
    private void Label(ReadOnlySpan<float> cells, int width)
    {
        if (labels.Length != cells.Length)
        {
            labels = new int[cells.Length];
        }

        Array.Fill(labels, -1);
        parts.Clear();
        for (var start = 0; start < cells.Length; start++)
        {
            if (labels[start] < 0)
            {
                parts.Add(Grow(cells, width, start));
            }
        }
    }

    private (int Start, int Area, bool Inside, bool Edge) Grow(ReadOnlySpan<float> cells, int width, int start)
    {
        var (inside, area, edge) = (cells[start] > 0, 0, false);
        Visit(start);
        while (open.TryPop(out var cell))
        {
            area++;
            var (column, last) = (cell % width, cells.Length - width);
            edge |= column == 0 || column == width - 1 || cell < width || cell >= last;
            if (column > 0 && cells[cell - 1] > 0 == inside)
                Visit(cell - 1);
            if (column < width - 1 && cells[cell + 1] > 0 == inside)
                Visit(cell + 1);
            if (cell >= width && cells[cell - width] > 0 == inside)
                Visit(cell - width);
            if (cell < last && cells[cell + width] > 0 == inside)
                Visit(cell + width);
        }

        return (start, area, inside, edge);
    }

    private void Visit(int cell)
    {
        if (labels[cell] < 0)
        {
            labels[cell] = parts.Count;
            open.Push(cell);
        }
    }

    private void Flip(Span<float> cells, int label, int start)
    {
        for (var cell = start; cell < cells.Length; cell++)
        {
            if (labels[cell] == label)
            {
                cells[cell] = -cells[cell];
            }
        }
    }
}
