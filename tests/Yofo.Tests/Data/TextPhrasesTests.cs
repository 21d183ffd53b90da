using System.IO.Compression;
using System.Text;
using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class TextPhrasesTests
{
    [Fact]
    public void The_real_phrases_are_all_there_and_grouped_by_photo()
    {
        var images = TextPhrases.Load(Shared.Path("data/texts/refcoco.jsonl.gz"));

        images.Sum(i => i.Objects.Count).ShouldBe(17745);
        images.Sum(i => i.Objects.Sum(o => o.Phrases.Count)).ShouldBe(47855);
        images.Select(i => i.Image).Distinct().Count().ShouldBe(images.Count);
        images[0].CocoId.ShouldBe(716);
        images[0].Objects[0].Box.ShouldBe(new ObjectBox(408, 133, 227, 190));
        images[0].Objects[0].Phrases[0].ShouldBe("man on right");
    }

    [Fact]
    public void A_broken_line_is_named()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
                gzip.Write(Encoding.UTF8.GetBytes("{\"image\":\"a_1.jpg\",\"bbox\":[1,2,3,4],\"phrases\":[\"dog\"]}\n{\"image\":1}\n"));

            Should.Throw<YofoException>(() => TextPhrases.Load(path)).Message.ShouldStartWith("Line 2 of");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
