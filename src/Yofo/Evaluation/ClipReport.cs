using System.Text.Json.Serialization;

namespace Yofo.Evaluation;

/// <summary>How a clip was answered, beside baselines that do not see the words.</summary>
/// <param name="Clip">Name of the clip.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Phrases">The phrases, right and wrong.</param>
/// <param name="Everything">Mean J of marking the whole frame.</param>
/// <param name="Ellipse">Mean J of marking a centred ellipse of half the frame's sides.</param>
internal sealed record ClipReport(string Clip, int Frames, IReadOnlyList<ClipScore> Phrases, double Everything, double Ellipse)
{
    /// <summary>What a contact sheet can show of the right phrases.</summary>
    [JsonIgnore]
    public IReadOnlyList<SheetSubject> Subjects { get; init; } = [];

    /// <summary>Mean J over the right phrases.</summary>
    public double J => Phrases.Where(phrase => phrase.IsRight).Average(phrase => phrase.J);

    /// <summary>Mean F over the right phrases.</summary>
    public double F => Phrases.Where(phrase => phrase.IsRight).Average(phrase => phrase.F);

    /// <summary>Share of frames in which a right phrase was answered empty.</summary>
    public double RightEmpty => Phrases.Where(phrase => phrase.IsRight).Average(phrase => phrase.Empty);

    /// <summary>Share of frames in which a wrong phrase was answered empty; NaN where none was asked.</summary>
    public double WrongEmpty => Phrases.Where(phrase => !phrase.IsRight).Select(phrase => phrase.Empty).DefaultIfEmpty(double.NaN).Average();
}
