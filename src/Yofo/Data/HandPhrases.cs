using Yofo.Modeling.Vision;

namespace Yofo.Data;

/// <summary>
/// Phrases for a person of whom only a hand or an arm is in the picture. COCO calls it a person; people call it a hand.
/// It is one where the mask is mostly of skin's colours and reaches in from the edge, and nobody else is there.
/// </summary>
internal static class HandPhrases
{
    private const double LeastSkin = 0.55;  // share of the mask [ours]
    private const double LargestArea = 0.3; // of the picture; a face close to the camera is larger [ours]
    private const double Edge = 0.015;      // of the picture's sides [ours]

    private static readonly string[] Words =
        ["the hand", "a hand", "hand", "the hand", "the arm", "an arm", "the hand of a person", "the hand that holds something"];

    /// <summary>A phrase, where the picture's only person is a hand or an arm; else null.</summary>
    public static PhraseSample? Of(SceneView view, IReadOnlyList<int> people, Random random)
    {
        if (people.Count != 1 || view.Looks[people[0]] is not { Whole: { } whole } look || look.Area > LargestArea)
        {
            return null;
        }

        var skin = whole[ColourNames.Brown] + whole[ColourNames.Orange] + whole[ColourNames.Pink] + whole[ColourNames.Red];
        var reachesIn = look.Box.X < Edge || look.Box.Y < Edge || look.Box.Right > 1 - Edge || look.Box.Bottom > 1 - Edge;
        return skin >= LeastSkin && reachesIn ? new PhraseSample(PhraseGrammar.Pick(Words, random), [people[0]], PhraseKind.Part) : null;
    }
}
