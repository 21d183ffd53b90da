using System.Globalization;
using System.Text;

namespace Yofo.Data.Datasets;

/// <summary>Undoes the backslashes that Python writes into the text of protocol-0 pickles.</summary>
internal static class PythonText
{
    /// <summary>
    /// The plain text, or null where it ends in the midst of an escape. A pickle's unicode text escapes as \uXXXX and \UXXXXXXXX only; its
    /// byte text ('hexadecimal') as \xXX, \n, \t, \r, \\ and quotes.
    /// </summary>
    public static string? Unescape(string text, bool hexadecimal)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                plain.Append(text[at]);
                continue;
            }

            if (++at == text.Length) return null;
            var digits = (text[at], hexadecimal) switch { ('x', true) => 2, ('u', false) => 4, ('U', false) => 8, _ => 0 };
            if (digits > 0)
            {
                if (at + digits >= text.Length) return null;
                if (!int.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code is < 0 or > 0x10ffff) return null;
                plain.Append(code is >= 0xd800 and < 0xe000 or < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code));
                at += digits;
            }
            else if (hexadecimal)
            {
                plain.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            }
            else
            {
                plain.Append('\\').Append(text[at]);
            }
        }

        return plain.ToString();
    }
}
