using Shouldly;

namespace Yofo.Tests.House;

/// <summary>
/// Texts that change only on purpose. After such a change run <c>YOFO_APPROVE=1 ./test House</c>, read the difference in
/// git, and commit it with the change that made it.
/// </summary>
internal static class Approved
{
    /// <summary>Compares a text with its approved file in House/Approved; with YOFO_APPROVE=1 writes that file.</summary>
    public static void Match(string name, string text)
    {
        var path = Path.Combine(Shared.Root, "tests", "Yofo.Tests", "House", "Approved", name);
        var actual = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("YOFO_APPROVE") == "1")
        {
            AtomicFile.Write(path, actual);
        }

        File.Exists(path).ShouldBeTrue($"no approved file '{path}'; write it with: YOFO_APPROVE=1 ./test House");
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(actual, $"'{name}' is not as approved; if that is on purpose: YOFO_APPROVE=1 ./test House, and commit the file");
    }
}
