using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Yofo.Modeling.Language;

/// <summary>
/// The uncased WordPiece tokenizer of BERT. Our own, because the one of Microsoft.ML.Tokenizers 2.0.1 departs from the
/// reference: it loses words outside the basic plane (emoji give no piece instead of [UNK]), loses <c>$ + = ^ ` | ~</c>, takes
/// format characters (soft hyphen) for word ends, and throws on broken surrogates. It differs on 6 of 46,549 real phrases.
/// </summary>
internal sealed class WordPieceTokenizer
{
    /// <summary>Most pieces of one phrase, without [CLS] and [SEP] [upstream]; later ones are left out.</summary>
    public const int MaximumPieces = 254;

    private const int LongestWord = 100; // in Unicode characters [upstream]; a longer word is [UNK]
    private const int Unknown = 100;
    private const int Start = 101; // [CLS]
    private const int End = 102; // [SEP]

    private static readonly bool CanDecompose = "\u00e9".Normalize(NormalizationForm.FormD).Length == 2;

    private readonly Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> pieces;

    /// <summary>Makes a tokenizer of a vocabulary; a piece's id is its place in the list.</summary>
    public WordPieceTokenizer(IEnumerable<string> vocabulary)
    {
        foreach (var piece in vocabulary)
        {
            this.vocabulary.TryAdd(piece, this.vocabulary.Count);
        }

        pieces = this.vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads a vocabulary file: one piece a line, line number - 1 is its id.</summary>
    /// <exception cref="YofoException">The file is missing or no vocabulary of this encoder.</exception>
    public static WordPieceTokenizer Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new YofoException($"No vocabulary at '{path}': clone the repository again, or name another folder of models.");
        }

        var lines = File.ReadAllLines(path);
        return lines.Length > End && lines[Unknown] == "[UNK]" && lines[Start] == "[CLS]" && lines[End] == "[SEP]"
            ? new WordPieceTokenizer(lines)
            : throw new YofoException($"'{path}' is no BERT vocabulary ({lines.Length} lines, [UNK] [CLS] [SEP] not on lines 101 to 103): use minilm-vocab.txt as it was published.");
    }

    /// <summary>Cuts a phrase into words and pieces. Special names such as [SEP] inside it are plain text.</summary>
    public TokenizedPhrase Tokenize(string phrase)
    {
        var (ids, wordOf, words) = (new List<int> { Start }, new List<int> { -1 }, new List<string>());
        foreach (var word in Words(Normalize(phrase, CanDecompose)))
        {
            AddPieces(word, ids);
            if (ids.Count > MaximumPieces + 1)
            {
                CollectionsMarshal.SetCount(ids, MaximumPieces + 1);
            }

            if (ids.Count == wordOf.Count)
            {
                break; // the phrase was full before this word
            }

            wordOf.AddRange(Enumerable.Repeat(words.Count, ids.Count - wordOf.Count));
            words.Add(word);
        }

        return new TokenizedPhrase([.. ids, End], [.. wordOf, -1], [.. words]);
    }

    /// <summary>Drops what cannot be seen, makes every space U+0020, sets ideographs apart, drops accents, lowers case.</summary>
    /// <param name="phrase">Any text.</param>
    /// <param name="canDecompose">Whether this runtime takes accents from letters: not under invariant globalization (dotnet/machinelearning issue 7728).</param>
    internal static string Normalize(string phrase, bool canDecompose)
    {
        var clean = new StringBuilder(phrase.Length + 8);
        foreach (var rune in phrase.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\t' or '\n' or '\r'
                || category is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                clean.Append(' ');
            }
            else if (IsIdeograph(rune.Value))
            {
                clean.Append(' ').Append(rune).Append(' ');
            }
            else if (rune.Value != 0xFFFD && category is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                clean.Append(rune);
            }
        }

        var text = clean.ToString();
        if (!canDecompose && text.EnumerateRunes().Any(rune => !rune.IsAscii && Rune.IsLetter(rune) && !IsIdeograph(rune.Value)))
        {
            throw new YofoException(
                $"'{phrase}' has letters beyond ASCII, which .NET cannot take apart without ICU: install libicu and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, or write the phrase without accents.");
        }

        clean.Clear();
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                clean.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return clean.ToString();
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, at);
            var next = at + rune.Utf16SequenceLength;
            if (rune.Value == ' ' || IsPunctuation(rune))
            {
                if (at > start) yield return text[start..at];
                if (rune.Value != ' ') yield return text[at..next];
                start = next;
            }

            at = next;
        }

        if (start < text.Length) yield return text[start..];
    }

    // Greedy, longest piece first; a part without a piece makes the whole word unknown.
    private void AddPieces(string word, List<int> ids)
    {
        var before = ids.Count;
        var known = word.EnumerateRunes().Count() <= LongestWord;
        Span<char> buffer = stackalloc char[2 + (2 * LongestWord)];
        for (var start = 0; known && start < word.Length;)
        {
            // "##" stands before every piece but the first.
            var mark = start == 0 ? 0 : 2;
            "##".AsSpan(0, mark).CopyTo(buffer);
            word.AsSpan(start).CopyTo(buffer[mark..]);
            var length = word.Length - start;
            var id = 0;
            while (length > 0 && !pieces.TryGetValue(buffer[..(mark + length)], out id))
            {
                length--;
            }

            known = length > 0;
            start += length;
            ids.Add(id);
        }

        if (!known)
        {
            CollectionsMarshal.SetCount(ids, before);
            ids.Add(Unknown);
        }
    }

    private static bool IsPunctuation(Rune rune) =>
        rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
            or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    // The CJK blocks that BERT's own tokenizer names.
    private static bool IsIdeograph(int value) =>
        value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
            or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
