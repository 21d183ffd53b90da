namespace Yofo.Data;

/// <summary>One annotation of a still picture.</summary>
/// <param name="Id">Id of the annotation in its folder.</param>
/// <param name="Category">Canonical name of the category (<see cref="CategoryNames"/>).</param>
/// <param name="Box">Box in pixels of the stored picture.</param>
/// <param name="Area">Area in pixels: of the mask, or of the box where there is no mask.</param>
/// <param name="Mask">The mask; null where only the box is known.</param>
/// <param name="Flags">What the mask stands for.</param>
internal sealed record SceneObject(long Id, string Category, ObjectBox Box, double Area, RunLengthMask? Mask, SceneObjectFlags Flags)
{
    /// <summary>True where the annotation is one single object, with a mask or with a box only.</summary>
    public bool IsSingle => (Flags & (SceneObjectFlags.Instance | SceneObjectFlags.BoxOnly)) != 0
        && (Flags & SceneObjectFlags.SeveralTouching) == 0;

    /// <summary>True where a mask can be trained on.</summary>
    public bool HasMask => Mask is not null;
}
