namespace Yofo.Cli;

/// <summary>The folder <c>models</c> of the clone that the program was built in.</summary>
internal static class ModelFolder
{
    /// <summary>The nearest folder <c>models</c> with a list of checksums above the program, or null.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "models");
            if (File.Exists(Path.Combine(candidate, "checksums.txt")))
            {
                return candidate;
            }
        }

        return null;
    }
}
