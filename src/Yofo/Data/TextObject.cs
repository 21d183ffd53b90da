namespace Yofo.Data;

/// <summary>An object without its picture: its box and what people wrote to single it out.</summary>
/// <param name="Set">Where the phrases come from, for example <c>refcoco+_testA</c>.</param>
/// <param name="Box">Box in pixels of the photo, whose size is not known.</param>
/// <param name="Phrases">The phrases.</param>
internal sealed record TextObject(string Set, ObjectBox Box, IReadOnlyList<string> Phrases);
