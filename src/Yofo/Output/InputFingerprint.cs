using System.Security.Cryptography;
using System.Text;

namespace Yofo.Output;

/// <summary>Tells whether an input is the same as that of an earlier run, by its content: copies and new dates do not matter.</summary>
internal static class InputFingerprint
{
    /// <summary>SHA-256 of a file, or of the names and contents of a folder's files, in hexadecimal.</summary>
    /// <exception cref="YofoException">It cannot be read.</exception>
    public static string Of(string path)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            if (Directory.Exists(path))
            {
                foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file) + "\0"));
                    hash.AppendData(HashFile(file));
                }
            }
            else
            {
                hash.AppendData(HashFile(path));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"'{path}' cannot be read ({error.Message.TrimEnd('.')}). Name a video file or a folder of images.", error);
        }
    }

    private static byte[] HashFile(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
