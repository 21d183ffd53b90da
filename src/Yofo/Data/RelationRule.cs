namespace Yofo.Data;

/// <summary>A relation that boxes can show.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Targets">Categories that can stand in it; null for any of COCO.</param>
/// <param name="Partners">Categories that they can stand in it to; null for any of COCO.</param>
/// <param name="Holds">True, false, or null where the boxes leave it open; target first, then partner.</param>
/// <param name="After">Ways to say it, with {0} for the partner ("the bed", "a bed").</param>
/// <param name="NeedsOnlyPartner">True where the partner must be the only one of its name.</param>
internal sealed record RelationRule(
    string Name,
    IReadOnlySet<string>? Targets,
    IReadOnlySet<string>? Partners,
    Func<ObjectLook, ObjectLook, bool?> Holds,
    string[] After,
    bool NeedsOnlyPartner)
{
    // Not garments: nobody says "the coat behind the person" of what is worn.
    private static readonly HashSet<string> Things = [.. CategoryNames.Coco];

    /// <summary>True where the rule is about such a pair.</summary>
    public bool Fits(string target, string partner) =>
        target != partner && (Targets ?? Things).Contains(target) && (Partners ?? Things).Contains(partner);
}
