namespace Yofo;

/// <summary>
/// An error that a person can mend. The message is one sentence that names the thing, its value and what to do.
/// </summary>
public sealed class YofoException : Exception
{
    /// <summary>Creates an error without a message.</summary>
    public YofoException()
    {
    }

    /// <summary>Creates an error from the one sentence that a person will read.</summary>
    /// <param name="message">What is wrong, which value, and what to do.</param>
    public YofoException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error from one sentence and the failure beneath it.</summary>
    /// <param name="message">What is wrong, which value, and what to do.</param>
    /// <param name="innerException">The failure that caused it.</param>
    public YofoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
