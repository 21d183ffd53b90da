using System.Buffers.Binary;
using System.IO.Compression;
using Yofo.Output;

namespace Yofo.Tests.Output;

/// <summary>Makes PNG files of kinds that <see cref="PalettePng"/> reads but never writes, from the text of the standard.</summary>
internal static class PngForTests
{
    public static byte[] Make(byte[] indices, int width, int height, int depth, int[] filters, byte colour = 3)
    {
        var rowBytes = ((width * depth) + 7) / 8;
        var raw = new MemoryStream();
        using (var deflate = new ZLibStream(raw, CompressionLevel.Optimal, leaveOpen: true))
        {
            var above = new byte[rowBytes];
            for (var y = 0; y < height; y++)
            {
                var row = new byte[rowBytes];
                for (var x = 0; x < width; x++)
                {
                    row[x * depth / 8] |= (byte)(indices[(y * width) + x] << (8 - depth - (x * depth % 8)));
                }

                deflate.WriteByte((byte)filters[y]);
                deflate.Write(Filter(filters[y], row, above));
                above = row;
            }
        }

        var data = raw.ToArray();
        return File(Header(width, height, (byte)depth, colour, 0), data[..(data.Length / 2)], data[(data.Length / 2)..]);
    }

    public static byte[] WithHeader(int width, int height, byte depth, byte colour, byte interlace)
    {
        var raw = new MemoryStream();
        using (var deflate = new ZLibStream(raw, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(new byte[20]);
        }

        return File(Header(width, height, depth, colour, interlace), raw.ToArray());
    }

    private static byte[] Header(int width, int height, byte depth, byte colour, byte interlace)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colour, interlace);
        return header;
    }

    private static byte[] File(byte[] header, params byte[][] data)
    {
        var output = new MemoryStream();
        output.Write(PngChunk.Signature);
        PngChunk.Write(output, "IHDR"u8, header);
        PngChunk.Write(output, "tEXt"u8, "Comment\0for a test"u8);
        PngChunk.Write(output, "PLTE"u8, DavisPalette.Rgb);
        foreach (var part in data)
        {
            PngChunk.Write(output, "IDAT"u8, part);
        }

        PngChunk.Write(output, "IEND"u8, []);
        return output.ToArray();
    }

    private static byte[] Filter(int filter, byte[] row, byte[] above) =>
        [.. row.Select((value, x) =>
        {
            int left = x > 0 ? row[x - 1] : 0, up = above[x], corner = x > 0 ? above[x - 1] : 0;
            return (byte)(value - filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Nearest(left + up - corner, left, up, corner), _ => 0 });
        })];

    private static int Nearest(int estimate, params int[] candidates) => candidates.MinBy(candidate => Math.Abs(estimate - candidate));
}
