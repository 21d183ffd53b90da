namespace Yofo.Data;

/// <summary>A phrase that was written of a picture or a clip, to train on.</summary>
/// <param name="Source">Name of the picture's folder (coco, voc ...), or <c>davis</c> for a clip.</param>
/// <param name="Picture">Id of the picture in that folder, or the clip's name.</param>
/// <param name="Thing">Id of the annotation that is meant, or value of the object in the clip's masks; null: nothing there fits the phrase.</param>
/// <param name="Phrase">The phrase.</param>
internal sealed record WrittenPhrase(string Source, string Picture, long? Thing, string Phrase);
