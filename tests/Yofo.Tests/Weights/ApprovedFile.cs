using Shouldly;

namespace Yofo.Tests.Weights;

/// <summary>
/// Texts in files named <c>*.approved.txt</c> beside the tests, which change only on purpose: after such a change run the test with
/// YOFO_APPROVE=1, read the difference in git, and commit it with the change that made it.
/// </summary>
internal static class ApprovedFile
{
    public static void ShouldHold(string name, string text)
    {
        var path = Path.Combine(Shared.Root, "tests", "Yofo.Tests", "Weights", name);
        if (Environment.GetEnvironmentVariable("YOFO_APPROVE") == "1")
        {
            AtomicFile.Write(path, text);
        }

        File.Exists(path).ShouldBeTrue($"no approved file '{path}'; write it with YOFO_APPROVE=1");
        File.ReadAllText(path).ShouldBe(text, $"'{name}' is not as approved; if that is on purpose, write it with YOFO_APPROVE=1");
    }
}
