namespace Yofo.Data;

/// <summary>A box in the pixels of its picture; sides may be fractions, as in the COCO files.</summary>
internal readonly record struct ObjectBox(double X, double Y, double Width, double Height)
{
    /// <summary>The column just right of the box.</summary>
    public double Right => X + Width;

    /// <summary>The row just below the box.</summary>
    public double Bottom => Y + Height;

    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>Intersection over union with another box; 0 where both are empty.</summary>
    public double IntersectionOverUnion(ObjectBox other)
    {
        var shared = Intersection(other);
        var union = Area + other.Area - shared;
        return union > 0 ? shared / union : 0;
    }

    /// <summary>The area that two boxes share.</summary>
    public double Intersection(ObjectBox other) =>
        Math.Max(0, Math.Min(Right, other.Right) - Math.Max(X, other.X))
        * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y));
}
