using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>One head's answer; cells row by row.</summary>
/// <param name="Stride">Pixels a cell.</param>
/// <param name="Columns">Cells a row.</param>
/// <param name="Scores">Class scores 0..1 (after the sigmoid), [B, cells, 80].</param>
/// <param name="Sides">Logits of 11 distances for each of left, top, right, bottom, [B, cells, 44].</param>
internal sealed record NanoDetHead(int Stride, int Columns, Tensor Scores, Tensor Sides);
