namespace Yofo.Modeling.Language;

/// <summary>Whether a phrase says how its object moves, by word lists [ours]: of "the horse jumping over the fence" or "the girl who walks to the left" a single frame shows little.</summary>
internal static class PhraseMotion
{
    // What ends in -ing and is seen in a single frame, or is no verb.
    private static readonly HashSet<string> Still = Set(
        "standing sitting lying laying wearing holding carrying facing looking smiling leaning hanging resting sleeping reading watching eating drinking waiting " +
        "talking posing kneeling crouching squatting grazing touching using showing having being including ceiling building morning evening clothing king ring " +
        "wing string railing thing something anything nothing everything wedding pudding painting drawing icing stuffing");

    private static readonly HashSet<string> Verbs = Set(
        "walks runs jumps rides drives moves goes comes gallops trots flies swims rolls turns passes climbs skates skis surfs sails floats slides dances spins races crosses " +
        "leaves enters steps stays lands follows drifts swings falls kicks hits throws glides approaches bends stops starts");

    /// <summary>Whether one of the words, lower case, is of motion.</summary>
    public static bool IsSaid(IReadOnlyList<string> words) =>
        words.Any(word => Verbs.Contains(word) || (word.Length > 4 && word.EndsWith("ing", StringComparison.Ordinal) && !Still.Contains(word)));

    // Who does so stays where he is, though the camera may not.
    private static readonly HashSet<string> Staying = Set(
        "standing stands sitting sits seated lying lies laying resting rests parked waiting waits sleeping sleeps kneeling crouching squatting leaning still stationary motionless idle stays stay staying");

    /// <summary>Whether one of the words, lower case, says that the object stays where it is.</summary>
    public static bool IsStill(IReadOnlyList<string> words) => words.Any(Staying.Contains);

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
