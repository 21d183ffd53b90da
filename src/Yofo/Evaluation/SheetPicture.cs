namespace Yofo.Evaluation;

/// <summary>What a tile of a contact sheet shows.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Width * height * 3 bytes, row by row; empty where there is no picture.</param>
/// <param name="Truth">Width * height bytes; anything but 0 is the object.</param>
/// <param name="Prediction">The answer, in the same form.</param>
internal sealed record SheetPicture(int Width, int Height, ReadOnlyMemory<byte> Rgb, byte[] Truth, byte[] Prediction);
