using Shouldly;
using Xunit;

namespace Yofo.Tests.House;

public sealed class LaunchersTests
{
    [Theory]
    [InlineData("yofo")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData(".ci/install-ffmpeg")]
    public void A_launcher_can_be_run_and_is_valid_bash(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The launchers are for bash.");
            return;
        }

        var path = Path.Combine(Shared.Root, name);
        File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue();
        Yofo.Tests.Cli.Tool.Start("bash", ["-n", path], Shared.Root).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Without_dotnet_the_launcher_says_so_in_one_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The launchers are for bash.");
        using var folder = new TemporaryFolder();
        foreach (var program in new[] { "bash", "dirname", "readlink", "find", "touch", "mkdir" })
        {
            File.CreateSymbolicLink(folder.At(program), Find(program));
        }

        // The launcher of a folder with no build in it, so that it has to build.
        foreach (var name in new[] { "yofo", "global.json", "Directory.Build.props", "Directory.Build.targets" })
        {
            File.Copy(Path.Combine(Shared.Root, name), folder.At(name));
        }

        Directory.CreateDirectory(folder.At("src"));
        var run = Yofo.Tests.Cli.Tool.Start(Find("bash"), [folder.At("yofo"), "doctor"], folder.Path, ("PATH", folder.Path));
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldBe("yofo: the .NET SDK is not installed; get version 10 from https://dotnet.microsoft.com/download/dotnet/10.0 and try again.\n");
    }

    private static string Find(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, program)).First(File.Exists);
}
