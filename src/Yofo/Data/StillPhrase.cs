namespace Yofo.Data;

/// <summary>A phrase that somebody wrote of a still picture, to train on.</summary>
/// <param name="Source">Name of the picture's folder (coco, voc ...).</param>
/// <param name="Image">Id of the picture in that folder.</param>
/// <param name="Annotation">Id of the annotation that is meant; null: the picture shows nothing that the phrase fits.</param>
/// <param name="Phrase">The phrase.</param>
internal sealed record StillPhrase(string Source, long Image, long? Annotation, string Phrase);
