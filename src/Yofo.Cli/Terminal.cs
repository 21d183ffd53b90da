namespace Yofo.Cli;

/// <summary>What may be done to a stream: colour where a person looks and has not forbidden it (https://no-color.org).</summary>
internal sealed record Terminal(bool Animated, bool Coloured, int Width)
{
    /// <summary>The terminal behind stdout.</summary>
    public static Terminal Output { get; } = Of(Console.IsOutputRedirected);

    /// <summary>The terminal behind stderr.</summary>
    public static Terminal Error { get; } = Of(Console.IsErrorRedirected);

    /// <summary>Paints a word, or leaves it as it is.</summary>
    /// <param name="word">The word.</param>
    /// <param name="colour">An ANSI colour number, such as 32 for green.</param>
    public string Paint(string word, int colour) => Coloured ? $"\x1b[{colour}m{word}\x1b[0m" : word;

    private static Terminal Of(bool redirected)
    {
        var animated = !redirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var coloured = animated && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(animated, coloured, redirected ? 80 : WindowWidth());
    }

    private static int WindowWidth()
    {
        try
        {
            return Math.Max(Console.WindowWidth, 20);
        }
        catch (IOException)
        {
            return 80; // a terminal that does not say
        }
    }
}
