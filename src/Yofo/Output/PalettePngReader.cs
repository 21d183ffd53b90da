using System.Buffers.Binary;
using System.IO.Compression;

namespace Yofo.Output;

/// <summary>The reading half of <see cref="PalettePng"/>. Every size is checked against the file before memory is taken for it.</summary>
internal static class PalettePngReader
{
    private const int MaximumSide = 32768; // [ours]
    private const long MaximumPixels = 1L << 27; // [ours] 134 million, 16 times 4K
    private const int DeflateLimit = 1032; // deflate cannot expand further (zlib, technical details), so a bomb is known by its size

    /// <summary>Decodes a whole file; <paramref name="name"/> is what errors call it.</summary>
    public static (int Width, int Height, byte[] Indices) Decode(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(PngChunk.Signature))
        {
            throw new YofoException($"'{name}' is no PNG file (its first bytes differ). Use a palette PNG.");
        }

        Layout? layout = null;
        var data = new MemoryStream();
        for (var rest = file[PngChunk.Signature.Length..]; ;)
        {
            var type = NextChunk(ref rest, name, out var content);
            if (layout is null != type.SequenceEqual("IHDR"u8))
            {
                throw Broken(name, "its header is not its first chunk");
            }

            if (type.SequenceEqual("IHDR"u8))
            {
                layout = ReadHeader(content, name);
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                data.Write(content);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                return (layout!.Value.Width, layout.Value.Height, Inflate(layout.Value, data, name));
            }
            else if ((type[0] & 0x20) == 0 && !type.SequenceEqual("PLTE"u8)) // a capital first letter: not to be skipped
            {
                throw Broken(name, "it has a critical chunk of an unknown type");
            }
        }
    }

    private static ReadOnlySpan<byte> NextChunk(ref ReadOnlySpan<byte> rest, string name, out ReadOnlySpan<byte> content)
    {
        if (rest.Length < 12)
        {
            throw Broken(name, "it ends before its last chunk");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12)
        {
            throw Broken(name, $"a chunk should take {length} bytes and {rest.Length - 12} are left");
        }

        var type = rest.Slice(4, 4);
        content = rest.Slice(8, (int)length);
        if (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]) != PngChunk.Checksum(type, content))
        {
            throw Broken(name, "a checksum differs");
        }

        rest = rest[(12 + (int)length)..];
        return type;
    }

    private static Layout ReadHeader(ReadOnlySpan<byte> header, string name)
    {
        if (header.Length != 13)
        {
            throw Broken(name, $"its header has {header.Length} bytes, not 13");
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        if (width is 0 or > MaximumSide || height is 0 or > MaximumSide || (long)width * height > MaximumPixels)
        {
            throw new YofoException($"'{name}' claims {width}x{height} pixels, which is outside 1 to {MaximumSide} a side and {MaximumPixels} in all. Use a smaller mask.");
        }

        var (depth, colour) = (header[8], header[9]);
        if (!(colour == 3 && depth is 1 or 2 or 4 or 8) && !(colour == 0 && depth == 8))
        {
            throw new YofoException($"'{name}' is a PNG of colour type {colour} with {depth} bits, not a palette image. Save it with a palette (or 8-bit grey indices).");
        }

        if (header[12] != 0)
        {
            throw new YofoException($"'{name}' is an interlaced PNG, which is not supported. Save it without interlacing.");
        }

        return header[10] == 0 && header[11] == 0 ? new Layout((int)width, (int)height, depth) : throw Broken(name, "its compression or filter method is unknown");
    }

    private static byte[] Inflate(Layout layout, MemoryStream data, string name)
    {
        var needed = (long)(layout.RowBytes + 1) * layout.Height;
        if (data.Length * DeflateLimit < needed)
        {
            throw Broken(name, $"{data.Length} bytes of data cannot hold {layout.Width}x{layout.Height} pixels");
        }

        data.Position = 0;
        var indices = new byte[layout.Width * layout.Height];
        var (row, above) = (new byte[layout.RowBytes], new byte[layout.RowBytes]);
        try
        {
            using var inflate = new ZLibStream(data, CompressionMode.Decompress);
            for (var y = 0; y < layout.Height; y++)
            {
                var filter = inflate.ReadByte();
                inflate.ReadExactly(row);
                if (!PngFilter.Undo(filter, row, above))
                {
                    throw Broken(name, $"row {y} has the unknown filter {filter}");
                }

                Unpack(row, layout.Depth, indices.AsSpan(y * layout.Width, layout.Width));
                (row, above) = (above, row);
            }

            inflate.ReadByte(); // makes the stream reach its end and compare its checksum
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new YofoException(BrokenText(name, "its compressed data does not decode"), error);
        }

        return indices;
    }

    private static void Unpack(ReadOnlySpan<byte> row, int depth, Span<byte> indices)
    {
        if (depth == 8)
        {
            row.CopyTo(indices);
            return;
        }

        // The leftmost pixel is in the high bits.
        var (perByte, mask) = (8 / depth, (1 << depth) - 1);
        for (var x = 0; x < indices.Length; x++)
        {
            indices[x] = (byte)((row[x / perByte] >> (8 - depth - (x % perByte * depth))) & mask);
        }
    }

    private static string BrokenText(string name, string why) => $"'{name}' is a truncated or damaged PNG ({why}). Write or download it again.";

    private static YofoException Broken(string name, string why) => new(BrokenText(name, why));

    private readonly record struct Layout(int Width, int Height, int Depth)
    {
        public int RowBytes => ((Width * Depth) + 7) / 8;
    }
}
