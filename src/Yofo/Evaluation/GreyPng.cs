using System.Buffers.Binary;
using System.IO.Compression;
using Yofo.Output;

namespace Yofo.Evaluation;

/// <summary>A mask as 8-bit grey PNG, 0 and 255, as the submission servers take it.</summary>
internal static class GreyPng
{
    public static byte[] Encode(ReadOnlySpan<byte> mask, int width, int height)
    {
        if (width < 1 || height < 1 || mask.Length != (long)width * height)
            throw new YofoException($"A mask of {width} x {height} pixels needs {(long)width * height} bytes, but {mask.Length} were given; pass one byte a pixel, row by row.");

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits; colour type (grey), compression, filter method and interlace stay 0
        header[9..].Clear();

        var output = new MemoryStream(4096);
        output.Write(PngChunk.Signature);
        PngChunk.Write(output, "IHDR"u8, header);
        PngChunk.Write(output, "IDAT"u8, Compress(mask, width));
        PngChunk.Write(output, "IEND"u8, []);
        return output.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> mask, int width)
    {
        var compressed = new MemoryStream(4096);
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[width + 1]; // the first byte is the filter: none
            for (var start = 0; start < mask.Length; start += width)
            {
                for (var x = 0; x < width; x++) row[x + 1] = mask[start + x] != 0 ? (byte)255 : (byte)0;
                deflate.Write(row);
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }
}
