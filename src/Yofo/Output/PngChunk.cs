using System.Buffers.Binary;

namespace Yofo.Output;

/// <summary>The outer form of PNG: a signature, then chunks of length, type, data and checksum.</summary>
internal static class PngChunk
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The eight bytes that every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes one chunk.</summary>
    public static void Write(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(type);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(type, data));
        output.Write(number);
    }

    /// <summary>CRC-32 (ISO 3309) over type and data, as PNG asks.</summary>
    public static uint Checksum(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        ~Continue(Continue(uint.MaxValue, type), data);

    private static uint Continue(uint state, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        foreach (var value in bytes)
        {
            state = table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint entry = 0; entry < 256; entry++)
        {
            var value = entry;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
            }

            table[entry] = value;
        }

        return table;
    }
}
