using System.Text.Json.Serialization;

namespace Yofo.Evaluation;

/// <summary>How a phrase of a data set was answered, over the frames that have a truth.</summary>
/// <param name="Video">The video, or photo.</param>
/// <param name="Id">The set's own name for the phrase.</param>
/// <param name="Phrase">The phrase.</param>
/// <param name="Kind">What the set tags it as; null where it tags nothing.</param>
/// <param name="Frames">Frames that have a truth.</param>
/// <param name="J">Mean region similarity; of Ref-DAVIS17 by id.</param>
/// <param name="F">Mean contour accuracy; null where the set is scored by pictures.</param>
/// <param name="Empty">Share of all frames answered empty.</param>
/// <param name="Everything">Mean J of marking the whole frame: a baseline that is blind to picture and words.</param>
/// <param name="Ellipse">Mean J of marking a centred ellipse of half the frame's sides.</param>
internal sealed record PhraseScore(
    string Video, string Id, string Phrase, string? Kind, int Frames, double J, double? F, double Empty, double Everything, double Ellipse)
{
    /// <summary>J of the object as Hungarian matching scores it (Ref-DAVIS17); else null.</summary>
    public double? MatchedJ { get; init; }

    /// <summary>F of the object as Hungarian matching scores it (Ref-DAVIS17); else null.</summary>
    public double? MatchedF { get; init; }

    /// <summary>Its worst and best frame.</summary>
    [JsonIgnore]
    public FrameExtremes Extremes { get; init; } = new();
}
