using System.Globalization;

namespace Yofo.Cli;

/// <summary>The tool <c>yofo</c>: parses, calls the library, prints.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // '--start 1.5' is one and a half everywhere
        return CommandLine.Run(arguments, Console.Out, Console.Error);
    }
}
