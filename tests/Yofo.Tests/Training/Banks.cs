using Yofo.Modeling;
using Yofo.Training;

namespace Yofo.Tests.Training;

/// <summary>Makes banks of phrases.</summary>
internal static class Banks
{
    public static PhraseBank Of(LanguageEncoder encoder, IEnumerable<string> phrases) => PhraseBank.Encode(encoder, phrases);
}
