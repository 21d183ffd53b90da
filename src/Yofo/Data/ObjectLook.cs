namespace Yofo.Data;

/// <summary>What the phrase engine knows of one object: where it is, what it is, and its colours.</summary>
/// <param name="Box">Box as shares of the picture's sides, 0 to 1.</param>
/// <param name="Area">Area as a share of the picture: of the mask, or of the box where there is no mask.</param>
/// <param name="Category">Canonical name of the category.</param>
/// <param name="IsSingle">True where it is one object.</param>
/// <param name="Whole">Shares of the eleven colour names over the mask; null where the colours are not known.</param>
/// <param name="Upper">The same for the upper half; for people for what covers the chest.</param>
/// <param name="Lower">The same for the lower half; for people for the legs, null where they are not seen.</param>
/// <param name="Mean">Mean red, green, blue over the mask, 0 to 255.</param>
internal sealed record ObjectLook(
    ObjectBox Box,
    double Area,
    string Category,
    bool IsSingle,
    float[]? Whole,
    float[]? Upper,
    float[]? Lower,
    (float Red, float Green, float Blue) Mean)
{
    /// <summary>Column of the centre, 0 (left) to 1.</summary>
    public double CenterX => Box.X + (Box.Width / 2);

    /// <summary>Row of the centre, 0 (top) to 1.</summary>
    public double CenterY => Box.Y + (Box.Height / 2);
}
