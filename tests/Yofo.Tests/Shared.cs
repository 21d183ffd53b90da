using Xunit;

namespace Yofo.Tests;

/// <summary>The research material beside the checkout (../shared). Tests that need it skip, loudly, where it is absent.</summary>
internal static class Shared
{
    /// <summary>The root of this checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder under ../shared; skips the calling test where it does not exist.</summary>
    public static string Path(string relative)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Root, "..", "shared", relative));
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"'{path}' is not on this machine: the check against real material did not run.");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Yofo.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("No Yofo.slnx above " + AppContext.BaseDirectory);
    }
}
