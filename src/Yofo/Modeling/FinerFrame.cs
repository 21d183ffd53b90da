namespace Yofo.Modeling;

/// <summary>A frame mined with more pixels for one phrase whose object is small.</summary>
/// <param name="Phrase">Index of the phrase among those of the session.</param>
/// <param name="Mined">The frame mined for that phrase alone.</param>
internal sealed record FinerFrame(int Phrase, MinedFrame Mined);
