using System.Buffers.Binary;
using System.IO.Compression;

namespace Yofo.Output;

/// <summary>
/// Palette PNG that keeps every index exactly, which general image libraries do not (PNG, third edition, W3C 2025).
/// Read: colour type 3 with 1, 2, 4 or 8 bits, and 8-bit grey taken as indices. Written: 8 bits with <see cref="DavisPalette"/>.
/// </summary>
internal static class PalettePng
{
    /// <summary>Reads a file of indices.</summary>
    /// <exception cref="YofoException">The file is missing, damaged, or no palette PNG.</exception>
    public static (int Width, int Height, byte[] Indices) Read(string path)
    {
        try
        {
            return Decode(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"The mask '{path}' cannot be read ({error.Message.TrimEnd('.')}). Name a palette PNG that exists.", error);
        }
    }

    /// <summary>Decodes a whole file that is in memory.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <exception cref="YofoException">Damaged, or no palette PNG.</exception>
    public static (int Width, int Height, byte[] Indices) Decode(ReadOnlySpan<byte> file, string name = "PNG in memory") =>
        PalettePngReader.Decode(file, name);

    /// <summary>Encodes indices, row by row from the top, as 8-bit palette PNG.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> indices, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (indices.Length != (long)width * height)
        {
            throw new ArgumentException($"{indices.Length} indices do not fill {width}x{height} pixels.", nameof(indices));
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 3; // colour type: palette; compression, filter method and interlace stay 0

        var output = new MemoryStream(4096);
        output.Write(PngChunk.Signature);
        PngChunk.Write(output, "IHDR"u8, header);
        PngChunk.Write(output, "PLTE"u8, DavisPalette.Rgb);
        PngChunk.Write(output, "IDAT"u8, Compress(indices, width));
        PngChunk.Write(output, "IEND"u8, []);
        return output.ToArray();
    }

    /// <summary>Writes indices to a file, whole or not at all.</summary>
    public static void Write(string path, ReadOnlySpan<byte> indices, int width, int height) =>
        AtomicFile.Write(path, Encode(indices, width, height));

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> indices, int width)
    {
        var compressed = new MemoryStream(4096);
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Filter 0 everywhere: rows of indices are flat, and the other filters turn their runs into noise.
            for (var start = 0; start < indices.Length; start += width)
            {
                deflate.WriteByte(0);
                deflate.Write(indices.Slice(start, width));
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }
}
