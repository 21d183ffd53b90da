namespace Yofo.Data.Datasets;

/// <summary>A phrase of a video. Id is the set's own name for it, unique within the video; Objects are the ids it means, none where the set keeps them back.</summary>
internal sealed record ReferringPhrase(string Id, string Text, IReadOnlyList<long> Objects);
