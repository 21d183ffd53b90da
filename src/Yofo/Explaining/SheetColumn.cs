using SkiaSharp;

namespace Yofo.Explaining;

/// <summary>A column of the sheet.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Note">How to read it.</param>
/// <param name="Top">The value at the bright end of the colour scale, which stands above the column; null where it shows no numbers.</param>
/// <param name="Width">Width in tiles: 1, or more where a cell holds several small ones.</param>
/// <param name="Draw">Draws the cell of one frame.</param>
internal sealed record SheetColumn(string Title, string Note, double? Top, double Width, Action<SKCanvas, SKRectI, FrameExplanation> Draw);
