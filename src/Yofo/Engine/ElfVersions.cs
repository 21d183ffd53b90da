using System.Buffers.Binary;
using System.Text;

namespace Yofo.Engine;

/// <summary>
/// Makes one required symbol version of a shared library optional. TorchSharp 0.107's binding asks for GLIBCXX_3.4.32 for
/// the sake of a single symbol (std::ios_base_library_init) that no relocation uses, so nothing ever calls it: with
/// VER_FLG_WEAK set on that Elf64_Vernaux entry the loader only warns where it is missing.
/// </summary>
internal static class ElfVersions
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort Weak = 2;                      // VER_FLG_WEAK

    /// <summary>Sets the weak flag on every entry of the wanted version, in place.</summary>
    /// <param name="image">A 64-bit little-endian ELF file.</param>
    /// <param name="version">Name of the symbol version, such as GLIBCXX_3.4.32.</param>
    /// <returns>How many entries were made optional.</returns>
    /// <exception cref="BadImageFormatException">The bytes are no such file, or it is cut short.</exception>
    public static int Weaken(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..6].SequenceEqual<byte>([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
        {
            throw new BadImageFormatException("not a 64-bit little-endian ELF file");
        }

        try
        {
            return WeakenSections(image, Encoding.ASCII.GetBytes(version));
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            throw new BadImageFormatException("the ELF file is cut short", error);
        }
    }

    private static int WeakenSections(Span<byte> image, ReadOnlySpan<byte> version)
    {
        var table = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(image[40..]));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(image[58..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(image[60..]);
        var weakened = 0;
        for (var index = 0; index < count; index++)
        {
            var section = image.Slice(table + (index * size), size);
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) == VersionNeedSection)
            {
                var strings = image.Slice(table + ((int)BinaryPrimitives.ReadUInt32LittleEndian(section[40..]) * size), size);
                weakened += WeakenSection(image, Offset(section), image[Offset(strings)..], version);
            }
        }

        return weakened;
    }

    // A chain of Elf64_Verneed (a library each), each with a chain of Elf64_Vernaux (a version each).
    private static int WeakenSection(Span<byte> image, int need, ReadOnlySpan<byte> strings, ReadOnlySpan<byte> version)
    {
        var weakened = 0;
        for (int next = -1; next != 0; need += next)
        {
            next = BinaryPrimitives.ReadInt32LittleEndian(image[(need + 12)..]);
            var auxiliary = need + BinaryPrimitives.ReadInt32LittleEndian(image[(need + 8)..]);
            for (int step = -1; step != 0; auxiliary += step)
            {
                step = BinaryPrimitives.ReadInt32LittleEndian(image[(auxiliary + 12)..]);
                var name = strings[BinaryPrimitives.ReadInt32LittleEndian(image[(auxiliary + 8)..])..];
                if (name[..name.IndexOf((byte)0)].SequenceEqual(version))
                {
                    var flags = BinaryPrimitives.ReadUInt16LittleEndian(image[(auxiliary + 4)..]);
                    BinaryPrimitives.WriteUInt16LittleEndian(image[(auxiliary + 4)..], (ushort)(flags | Weak));
                    weakened++;
                }
            }
        }

        return weakened;
    }

    private static int Offset(ReadOnlySpan<byte> section) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(section[24..]));
}
