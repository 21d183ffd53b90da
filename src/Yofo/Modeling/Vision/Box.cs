namespace Yofo.Modeling.Vision;

/// <summary>A box in working pixels.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Area, 0 where it is turned inside out.</summary>
    public float Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>Intersection over union with another box, 0..1; 0 where both are empty.</summary>
    public float Overlap(Box other)
    {
        var shared = new Box(
            Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom)).Area;
        var union = Area + other.Area - shared;
        return union > 0 ? shared / union : 0;
    }
}
