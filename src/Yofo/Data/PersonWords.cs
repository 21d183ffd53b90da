namespace Yofo.Data;

/// <summary>Which words for people the captions of a picture bear out.</summary>
internal enum PersonWords
{
    /// <summary>Nothing is known, or both kinds occur.</summary>
    Any,

    /// <summary>The captions tell of men or boys only.</summary>
    Men,

    /// <summary>The captions tell of women or girls only.</summary>
    Women,
}
