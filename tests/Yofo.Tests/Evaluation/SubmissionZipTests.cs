using System.IO.Compression;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class SubmissionZipTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yofo-submission").FullName;

    private string Target => Path.Combine(folder, "out.zip");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_zip_holds_grey_masks_where_the_servers_look_for_them()
    {
        using (var zip = new SubmissionZip(Target))
        {
            zip.Add("0a1b", "0", "00000", [0, 1, 1, 0, 0, 7], 3, 2);
            zip.Add("0a1b", "0", "00005", new byte[6], 3, 2);
            zip.Add("0a1b", "1", "00000", [1, 1, 1, 1, 1, 1], 3, 2);
            zip.Finish();
        }

        using var archive = ZipFile.OpenRead(Target);
        archive.Entries.Select(entry => entry.FullName).ShouldBe(["Annotations/0a1b/0/00000.png", "Annotations/0a1b/0/00005.png", "Annotations/0a1b/1/00000.png"]);
        using var png = new MemoryStream();
        using (var entry = archive.Entries[0].Open()) entry.CopyTo(png);
        png.ToArray()[24..26].ShouldBe([8, 0]); // 8 bits, colour type grey
        using var picture = SKBitmap.Decode(png.ToArray());
        (picture.Width, picture.Height).ShouldBe((3, 2));
        Enumerable.Range(0, 6).Select(k => picture.GetPixel(k % 3, k / 3).Red).ShouldBe([0, 255, 255, 0, 0, 255]);
        Directory.GetFiles(folder).ShouldBe([Target]);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../evil")]
    [InlineData("/etc")]
    [InlineData("a\\b")]
    [InlineData("C:")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_name_that_leads_out_of_the_folder_is_refused_and_no_file_is_left(string phrase)
    {
        using (var zip = new SubmissionZip(Target))
            Should.Throw<YofoException>(() => zip.Add("0a1b", phrase, "00000", new byte[1], 1, 1)).Message.ShouldContain("of a phrase cannot be part of a path");
        Directory.GetFiles(folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_mask_given_twice_is_refused()
    {
        using var zip = new SubmissionZip(Target);
        zip.Add("v", "0", "00000", new byte[1], 1, 1);
        Should.Throw<YofoException>(() => zip.Add("v", "0", "00000", new byte[1], 1, 1)).Message.ShouldContain("Annotations/v/0/00000.png");
    }
}
