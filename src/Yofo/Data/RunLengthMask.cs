namespace Yofo.Data;

/// <summary>
/// A mask as COCO run lengths: counts of pixels down the columns, alternately outside and inside, the first outside
/// (0 where the upper left pixel is set).
/// </summary>
internal sealed class RunLengthMask
{
    // More than any picture has; keeps width * height within an int.
    private const int LongestSide = 32768;
    private readonly int[] counts;

    private RunLengthMask(int width, int height, int[] counts)
    {
        Width = width;
        Height = height;
        this.counts = counts;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The uncompressed counts.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>How many pixels are set.</summary>
    public int Area
    {
        get
        {
            var area = 0;
            for (var i = 1; i < counts.Length; i += 2)
                area += counts[i];
            return area;
        }
    }

    /// <summary>The smallest box around the set pixels; all zeros where none is set.</summary>
    public PixelBox Box
    {
        get
        {
            int left = Width, right = -1, top = Height, bottom = -1, start = 0;
            for (var i = 0; i < counts.Length; i++)
            {
                var end = start + counts[i];
                if (i % 2 == 1 && counts[i] > 0)
                {
                    var (first, last) = (start / Height, (end - 1) / Height);
                    left = Math.Min(left, first);
                    right = Math.Max(right, last);
                    // A run that goes on into the next column holds the last row of one and the first of the other.
                    top = first == last ? Math.Min(top, start % Height) : 0;
                    bottom = first == last ? Math.Max(bottom, (end - 1) % Height) : Height - 1;
                }

                start = end;
            }

            return right < 0 ? default : new PixelBox(left, top, right - left + 1, bottom - top + 1);
        }
    }

    /// <summary>Takes uncompressed counts, which must add up to the size.</summary>
    public static RunLengthMask FromCounts(int width, int height, ReadOnlySpan<int> counts)
    {
        var pixels = CheckSize(width, height);
        long sum = 0;
        foreach (var count in counts)
        {
            if (count < 0)
                throw new YofoException($"A run-length mask of {width}x{height} has the negative count {count}; write the mask anew.");
            sum += count;
        }

        return sum == pixels
            ? new RunLengthMask(width, height, counts.ToArray())
            : throw new YofoException($"The counts of a run-length mask add up to {sum} pixels, but its size is {width}x{height} = {pixels}; write the mask or its size anew.");
    }

    /// <summary>Reads the compressed string of COCO: 5 bits a character from '0' up, from the fourth count on the difference to the count two before.</summary>
    public static RunLengthMask Parse(int width, int height, string text)
    {
        var pixels = CheckSize(width, height);
        var counts = new List<int>(Math.Min(text.Length, pixels + 1));
        long sum = 0;
        for (var at = 0; at < text.Length;)
        {
            long value = 0;
            for (var shift = 0; ; shift += 5)
            {
                // 7 characters hold 35 bits, more than any count needs.
                if (at == text.Length || shift > 30)
                    throw new YofoException($"The run-length text of a {width}x{height} mask breaks off or runs over at character {at}; write the mask anew.");
                var bits = text[at] - '0';
                if (bits is < 0 or > 63)
                    throw new YofoException($"The run-length text of a {width}x{height} mask holds '{text[at]}' at character {at}, which is none of '0' to 'o'; write the mask anew.");
                at++;
                value |= (long)(bits & 0x1f) << shift;
                if ((bits & 0x20) != 0)
                    continue;
                if ((bits & 0x10) != 0)
                    value |= -1L << (shift + 5);
                break;
            }

            if (counts.Count > 2)
                value += counts[^2];
            sum += value;
            if (value < 0 || sum > pixels)
                throw new YofoException($"Count {counts.Count} of a run-length mask of {width}x{height} is {value}, which does not fit into {pixels} pixels; write the mask or its size anew.");
            counts.Add((int)value);
        }

        return sum == pixels
            ? new RunLengthMask(width, height, [.. counts])
            : throw new YofoException($"The counts of a run-length mask add up to {sum} pixels, but its size is {width}x{height} = {pixels}; write the mask or its size anew.");
    }

    /// <summary>Encodes a mask given row by row, where anything but 0 is set.</summary>
    public static RunLengthMask FromPixels(int width, int height, ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length != CheckSize(width, height))
            throw new YofoException($"A mask of {width}x{height} needs {width * height} bytes, but {pixels.Length} were given; pass one byte a pixel.");
        var counts = new List<int>();
        var (inside, run) = (false, 0);
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++)
            {
                if (pixels[(y * width) + x] != 0 != inside)
                {
                    counts.Add(run);
                    (inside, run) = (!inside, 0);
                }

                run++;
            }
        }

        counts.Add(run);
        return new RunLengthMask(width, height, [.. counts]);
    }

    /// <summary>The mask row by row, one byte a pixel: 1 inside, 0 outside.</summary>
    public byte[] ToPixels()
    {
        var pixels = new byte[Width * Height];
        AddTo(pixels, 1);
        return pixels;
    }

    /// <summary>Writes a value at the set pixels of a picture given row by row, and leaves the others as they are.</summary>
    public void AddTo(Span<byte> pixels, byte value)
    {
        if (pixels.Length != Width * Height)
            throw new YofoException($"A mask of {Width}x{Height} needs {Width * Height} bytes, but {pixels.Length} were given; pass one byte a pixel.");
        var start = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (i % 2 == 1)
            {
                for (var at = start; at < start + counts[i]; at++)
                    pixels[(at % Height * Width) + (at / Height)] = value;
            }

            start += counts[i];
        }
    }

    /// <summary>The compressed string of COCO.</summary>
    public string ToText()
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < counts.Length; i++)
        {
            var value = counts[i] - (i > 2 ? counts[i - 2] : 0);
            for (var more = true; more;)
            {
                var bits = value & 0x1f;
                value >>= 5;
                more = (bits & 0x10) != 0 ? value != -1 : value != 0;
                text.Append((char)(bits + (more ? 0x20 : 0) + '0'));
            }
        }

        return text.ToString();
    }

    /// <summary>How many pixels two masks of one size share.</summary>
    public int Intersection(RunLengthMask other)
    {
        if (other.Width != Width || other.Height != Height)
            throw new YofoException($"A mask of {Width}x{Height} cannot be compared with one of {other.Width}x{other.Height}; bring both to one size.");
        int shared = 0, mine = 0, theirs = 0, myEnd = counts.Length > 0 ? counts[0] : 0, theirEnd = other.counts.Length > 0 ? other.counts[0] : 0;
        for (var at = 0; mine < counts.Length && theirs < other.counts.Length;)
        {
            var end = Math.Min(myEnd, theirEnd);
            if (mine % 2 == 1 && theirs % 2 == 1)
                shared += end - at;
            at = end;
            // One step each time, so runs of length 0 are passed over one by one.
            if (myEnd <= theirEnd)
                myEnd += ++mine < counts.Length ? counts[mine] : 0;
            else
                theirEnd += ++theirs < other.counts.Length ? other.counts[theirs] : 0;
        }

        return shared;
    }

    /// <summary>Intersection over union with a mask of the same size; 1 where both are empty.</summary>
    public double IntersectionOverUnion(RunLengthMask other)
    {
        var shared = Intersection(other);
        var union = Area + other.Area - shared;
        return union == 0 ? 1 : (double)shared / union;
    }

    private static int CheckSize(int width, int height) =>
        width is < 1 or > LongestSide || height is < 1 or > LongestSide
            ? throw new YofoException($"A run-length mask of {width}x{height} cannot be: each side must be from 1 to {LongestSide}.")
            : width * height;
}
