namespace Yofo.Modeling.Language;

/// <summary>A phrase in pieces. A word is what stands between spaces, or one punctuation character.</summary>
/// <param name="Ids">Ids of the pieces, [CLS] first and [SEP] last: n of them.</param>
/// <param name="WordOf">For each piece the index of its word in <paramref name="Words"/>; -1 for [CLS] and [SEP].</param>
/// <param name="Words">The words as the encoder reads them: lower case, without accents.</param>
internal sealed record TokenizedPhrase(int[] Ids, int[] WordOf, string[] Words);
