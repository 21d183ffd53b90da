using Shouldly;
using Xunit;
using Yofo.Engine;

namespace Yofo.Tests.Engine;

public sealed class ElfVersionsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void One_byte_of_the_real_binding_is_changed_and_a_second_time_changes_nothing()
    {
        var original = Binding();
        var cured = original.ToArray();
        ElfVersions.Weaken(cured, Version).ShouldBe(1);
        Different(original, cured).ShouldHaveSingleItem();

        var again = cured.ToArray();
        ElfVersions.Weaken(again, Version).ShouldBe(1);
        Different(cured, again).ShouldBeEmpty();
    }

    [Fact]
    public void The_changed_byte_is_the_weak_flag()
    {
        var original = Binding();
        var cured = original.ToArray();
        ElfVersions.Weaken(cured, Version);
        var place = Different(original, cured).Single();
        (cured[place] ^ original[place]).ShouldBe(2); // VER_FLG_WEAK
    }

    [Fact]
    public void A_version_that_is_not_asked_for_changes_nothing()
    {
        var original = Binding();
        var same = original.ToArray();
        ElfVersions.Weaken(same, "GLIBCXX_9.9.99").ShouldBe(0);
        Different(original, same).ShouldBeEmpty();
    }

    [Fact]
    public void A_library_that_is_cut_short_is_refused()
    {
        var half = Binding();
        Should.Throw<BadImageFormatException>(() => ElfVersions.Weaken(half.AsSpan(0, half.Length / 2), Version));
    }

    private static byte[] Binding()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The cure is for Linux.");
        return File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
    }

    private static IReadOnlyList<int> Different(byte[] left, byte[] right) => [.. Enumerable.Range(0, left.Length).Where(place => left[place] != right[place])];
}
