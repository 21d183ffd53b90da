using Shouldly;
using Xunit;

namespace Yofo.Tests.Weights;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_is_replaced_as_a_whole()
    {
        using var folder = new ScratchFolder();
        var path = folder.At("a file.txt");
        AtomicFile.Write(path, "first, and longer");
        AtomicFile.Write(path, "second");
        File.ReadAllText(path).ShouldBe("second");
        Directory.GetFiles(folder.Root).ShouldBe([path]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_writer_that_fails_leaves_what_was_there_and_nothing_beside_it(bool existed)
    {
        using var folder = new ScratchFolder();
        var path = folder.At("file.bin");
        if (existed)
        {
            File.WriteAllText(path, "old");
        }

        Should.Throw<InvalidTimeZoneException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[200_000]); // more than any buffer holds
            throw new InvalidTimeZoneException();
        }));
        Directory.GetFiles(folder.Root).Length.ShouldBe(existed ? 1 : 0);
        if (existed)
        {
            File.ReadAllText(path).ShouldBe("old");
        }
    }

    [Fact]
    public void What_a_killed_writer_left_is_no_obstacle()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.At("file.txt.partial"), "half of a longer text than what comes");
        AtomicFile.Write(folder.At("file.txt"), "whole");
        File.ReadAllText(folder.At("file.txt")).ShouldBe("whole");
        Directory.GetFiles(folder.Root).ShouldBe([folder.At("file.txt")]);
    }

    [Fact]
    public void What_another_process_is_writing_is_left_to_it()
    {
        using var folder = new ScratchFolder();
        using var other = new FileStream(folder.At("file.txt.partial"), FileMode.Create, FileAccess.Write, FileShare.None);
        Should.Throw<IOException>(() => AtomicFile.Write(folder.At("file.txt"), "text"));
        Directory.GetFiles(folder.Root).ShouldBe([folder.At("file.txt.partial")]);
    }

    [Fact]
    public void A_missing_folder_is_an_error_of_the_writer_and_nothing_is_made()
    {
        using var folder = new ScratchFolder();
        Should.Throw<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(folder.Root, "none", "file.txt"), "text"));
        Directory.GetFileSystemEntries(folder.Root).ShouldBeEmpty();
    }
}
