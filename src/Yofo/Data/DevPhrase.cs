namespace Yofo.Data;

/// <summary>A phrase of a development set: to measure with, never to train on.</summary>
/// <param name="Source">Name of the folder (coco, coco-more ...).</param>
/// <param name="Set">Name of the file it comes from: phrases, absent or refcoco-s.</param>
/// <param name="ImageId">Id of the picture in that folder.</param>
/// <param name="Phrase">What the person wrote.</param>
/// <param name="Absent">True where nothing in the picture fits: the right answer is an empty mask.</param>
/// <param name="AnnotationId">The annotation meant; null where absent, or where only a box is known.</param>
/// <param name="Kinds">What the phrase relies on (category, colour, position ...; for absent ones object or attribute).</param>
/// <param name="UniqueClass">True where the class name alone would do.</param>
/// <param name="Box">Box of the object meant, in pixels of the stored picture; null where absent.</param>
internal sealed record DevPhrase(
    string Source,
    string Set,
    long ImageId,
    string Phrase,
    bool Absent,
    long? AnnotationId,
    IReadOnlyList<string> Kinds,
    bool UniqueClass,
    ObjectBox? Box);
