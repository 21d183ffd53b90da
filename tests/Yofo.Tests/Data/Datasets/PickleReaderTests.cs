using System.Text;
using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class PickleReaderTests
{
    // Written by Python 3.11's pickle.dumps, one in each protocol, of one list of two references as RefCOCO has them.
    [Theory]
    [InlineData(0, "KGxwMAooZHAxClZzZW50X2lkcwpwMgoobHAzCkkwCmFJMQphc1ZmaWxlX25hbWUKcDQKVkNPQ09fdHJhaW4yMDE0XzAwMDAwMDAwMDAwOV8xLmpwZwpwNQpzVmFubl9pZApwNgpJMTcxOTMxMApzVnJlZl9pZApwNwpJMApzVmltYWdlX2lkCnA4Ckk5CnNWc3BsaXQKcDkKVnRyYWluCnAxMApzVmNhdGVnb3J5X2lkCnAxMQpJMQpzVnNlbnRlbmNlcwpwMTIKKGxwMTMKKGRwMTQKVnRva2VucwpwMTUKKGxwMTYKVmxhZHkKcDE3CmFzVnJhdwpwMTgKVlRIRSBMQURZCnAxOQpzVnNlbnRfaWQKcDIwCkkwCnNWc2VudApwMjEKVnRoZSBsYWR5CnAyMgpzYShkcDIzCmcxNQoobHAyNApWY2Fm6QpwMjUKYXNnMTgKVkNBRskgXHU0ZTJkIFxVMDAwMWY2MDAKcDI2CnNnMjAKSTEKc2cyMQpWY2Fm6SBcdTRlMmQgXFUwMDAxZjYwMApwMjcKc2FzYShkcDI4CmcyCihscDI5Ckk3MDAwMAphc2c2CkktNQpzZzcKTDEwOTk1MTE2Mjc3NzZMCnNnOApJOQpzZzkKVnZhbApwMzAKc2cxMQpJMzAwCnNWeApwMzEKKEkxCkYyLjUKTkkwMQpJMDAKKHR0cDMyCnNWeQpwMzMKKEkxCnRwMzQKc1Z6CnAzNQooSTEKSTIKSTMKSTQKdHAzNgpzZzEyCihscDM3CnNhLg==")]
    [InlineData(1, "XXEAKH1xAShYCAAAAHNlbnRfaWRzcQJdcQMoSwBLAWVYCQAAAGZpbGVfbmFtZXEEWCEAAABDT0NPX3RyYWluMjAxNF8wMDAwMDAwMDAwMDlfMS5qcGdxBVgGAAAAYW5uX2lkcQZKDjwaAFgGAAAAcmVmX2lkcQdLAFgIAAAAaW1hZ2VfaWRxCEsJWAUAAABzcGxpdHEJWAUAAAB0cmFpbnEKWAsAAABjYXRlZ29yeV9pZHELSwFYCQAAAHNlbnRlbmNlc3EMXXENKH1xDihYBgAAAHRva2Vuc3EPXXEQWAQAAABsYWR5cRFhWAMAAAByYXdxElgIAAAAVEhFIExBRFlxE1gHAAAAc2VudF9pZHEUSwBYBAAAAHNlbnRxFVgIAAAAdGhlIGxhZHlxFnV9cRcoaA9dcRhYBQAAAGNhZsOpcRlhaBJYDgAAAENBRsOJIOS4rSDwn5iAcRpoFEsBaBVYDgAAAGNhZsOpIOS4rSDwn5iAcRt1ZXV9cRwoaAJdcR1KcBEBAGFoBkr7////aAdMMTA5OTUxMTYyNzc3NkwKaAhLCWgJWAMAAAB2YWxxHmgLTSwBWAEAAAB4cR8oSwFHQAQAAAAAAABOSTAxCkkwMAopdHEgWAEAAAB5cSEoSwF0cSJYAQAAAHpxIyhLAUsCSwNLBHRxJGgMXXEldWUu")]
    [InlineData(2, "gAJdcQAofXEBKFgIAAAAc2VudF9pZHNxAl1xAyhLAEsBZVgJAAAAZmlsZV9uYW1lcQRYIQAAAENPQ09fdHJhaW4yMDE0XzAwMDAwMDAwMDAwOV8xLmpwZ3EFWAYAAABhbm5faWRxBkoOPBoAWAYAAAByZWZfaWRxB0sAWAgAAABpbWFnZV9pZHEISwlYBQAAAHNwbGl0cQlYBQAAAHRyYWlucQpYCwAAAGNhdGVnb3J5X2lkcQtLAVgJAAAAc2VudGVuY2VzcQxdcQ0ofXEOKFgGAAAAdG9rZW5zcQ9dcRBYBAAAAGxhZHlxEWFYAwAAAHJhd3ESWAgAAABUSEUgTEFEWXETWAcAAABzZW50X2lkcRRLAFgEAAAAc2VudHEVWAgAAAB0aGUgbGFkeXEWdX1xFyhoD11xGFgFAAAAY2Fmw6lxGWFoElgOAAAAQ0FGw4kg5LitIPCfmIBxGmgUSwFoFVgOAAAAY2Fmw6kg5LitIPCfmIBxG3VldX1xHChoAl1xHUpwEQEAYWgGSvv///9oB4oGAAAAAAABaAhLCWgJWAMAAAB2YWxxHmgLTSwBWAEAAAB4cR8oSwFHQAQAAAAAAABOiIkpdHEgWAEAAAB5cSFLAYVxIlgBAAAAenEjKEsBSwJLA0sEdHEkaAxdcSV1ZS4=")]
    [InlineData(3, "gANdcQAofXEBKFgIAAAAc2VudF9pZHNxAl1xAyhLAEsBZVgJAAAAZmlsZV9uYW1lcQRYIQAAAENPQ09fdHJhaW4yMDE0XzAwMDAwMDAwMDAwOV8xLmpwZ3EFWAYAAABhbm5faWRxBkoOPBoAWAYAAAByZWZfaWRxB0sAWAgAAABpbWFnZV9pZHEISwlYBQAAAHNwbGl0cQlYBQAAAHRyYWlucQpYCwAAAGNhdGVnb3J5X2lkcQtLAVgJAAAAc2VudGVuY2VzcQxdcQ0ofXEOKFgGAAAAdG9rZW5zcQ9dcRBYBAAAAGxhZHlxEWFYAwAAAHJhd3ESWAgAAABUSEUgTEFEWXETWAcAAABzZW50X2lkcRRLAFgEAAAAc2VudHEVWAgAAAB0aGUgbGFkeXEWdX1xFyhoD11xGFgFAAAAY2Fmw6lxGWFoElgOAAAAQ0FGw4kg5LitIPCfmIBxGmgUSwFoFVgOAAAAY2Fmw6kg5LitIPCfmIBxG3VldX1xHChoAl1xHUpwEQEAYWgGSvv///9oB4oGAAAAAAABaAhLCWgJWAMAAAB2YWxxHmgLTSwBWAEAAAB4cR8oSwFHQAQAAAAAAABOiIkpdHEgWAEAAAB5cSFLAYVxIlgBAAAAenEjKEsBSwJLA0sEdHEkaAxdcSV1ZS4=")]
    [InlineData(4, "gASVhAEAAAAAAABdlCh9lCiMCHNlbnRfaWRzlF2UKEsASwFljAlmaWxlX25hbWWUjCFDT0NPX3RyYWluMjAxNF8wMDAwMDAwMDAwMDlfMS5qcGeUjAZhbm5faWSUSg48GgCMBnJlZl9pZJRLAIwIaW1hZ2VfaWSUSwmMBXNwbGl0lIwFdHJhaW6UjAtjYXRlZ29yeV9pZJRLAYwJc2VudGVuY2VzlF2UKH2UKIwGdG9rZW5zlF2UjARsYWR5lGGMA3Jhd5SMCFRIRSBMQURZlIwHc2VudF9pZJRLAIwEc2VudJSMCHRoZSBsYWR5lHV9lChoD12UjAVjYWbDqZRhaBKMDkNBRsOJIOS4rSDwn5iAlGgUSwFoFYwOY2Fmw6kg5LitIPCfmICUdWV1fZQoaAJdlEpwEQEAYWgGSvv///9oB4oGAAAAAAABaAhLCWgJjAN2YWyUaAtNLAGMAXiUKEsBR0AEAAAAAAAAToiJKXSUjAF5lEsBhZSMAXqUKEsBSwJLA0sEdJRoDF2UdWUu")]
    [InlineData(5, "gAWVhAEAAAAAAABdlCh9lCiMCHNlbnRfaWRzlF2UKEsASwFljAlmaWxlX25hbWWUjCFDT0NPX3RyYWluMjAxNF8wMDAwMDAwMDAwMDlfMS5qcGeUjAZhbm5faWSUSg48GgCMBnJlZl9pZJRLAIwIaW1hZ2VfaWSUSwmMBXNwbGl0lIwFdHJhaW6UjAtjYXRlZ29yeV9pZJRLAYwJc2VudGVuY2VzlF2UKH2UKIwGdG9rZW5zlF2UjARsYWR5lGGMA3Jhd5SMCFRIRSBMQURZlIwHc2VudF9pZJRLAIwEc2VudJSMCHRoZSBsYWR5lHV9lChoD12UjAVjYWbDqZRhaBKMDkNBRsOJIOS4rSDwn5iAlGgUSwFoFYwOY2Fmw6kg5LitIPCfmICUdWV1fZQoaAJdlEpwEQEAYWgGSvv///9oB4oGAAAAAAABaAhLCWgJjAN2YWyUaAtNLAGMAXiUKEsBR0AEAAAAAAAAToiJKXSUjAF5lEsBhZSMAXqUKEsBSwJLA0sEdJRoDF2UdWUu")]
    public void Every_protocol_reads_as_Python_wrote_it(int protocol, string base64)
    {
        var list = PickleReader.Read(Convert.FromBase64String(base64), $"protocol {protocol}").ShouldBeOfType<List<object?>>();
        list.Count.ShouldBe(2);
        var (first, second) = (list[0].ShouldBeOfType<Dictionary<object, object?>>(), list[1].ShouldBeOfType<Dictionary<object, object?>>());
        first["ann_id"].ShouldBe(1719310L);
        first["split"].ShouldBe("train");
        first["sent_ids"].ShouldBeOfType<List<object?>>().ShouldBe([0L, 1L]);
        var sentence = first["sentences"].ShouldBeOfType<List<object?>>()[1].ShouldBeOfType<Dictionary<object, object?>>();
        sentence["raw"].ShouldBe("CAF\u00c9 \u4e2d \U0001f600");
        second["ann_id"].ShouldBe(-5L);
        second["ref_id"].ShouldBe(1L << 40);
        second["category_id"].ShouldBe(300L);
        second["x"].ShouldBeOfType<object?[]>().ShouldBe([1L, 2.5, null, true, false, Array.Empty<object?>()]);
        second["y"].ShouldBeOfType<object?[]>().ShouldBe([1L]);
        second["z"].ShouldBeOfType<object?[]>().ShouldBe([1L, 2L, 3L, 4L]);
    }

    [Fact]
    public void The_byte_texts_of_Python_2_are_read()
    {
        // What Python 2's cPickle wrote for [{'sent': 'it\'s \xe9', "b": 'x'}] in protocols 0 and 2.
        var text = PickleReader.Read(Encoding.Latin1.GetBytes("(lp1\n(dp2\nS'sent'\np3\nS\"it's \\xe9\"\np4\nsS'b'\nS'x'\nsa."), "zero");
        var entry = text.ShouldBeOfType<List<object?>>()[0].ShouldBeOfType<Dictionary<object, object?>>();
        entry["sent"].ShouldBe("it's \u00e9");
        entry["b"].ShouldBe("x");
        PickleReader.Read([0x80, 2, (byte)'U', 2, (byte)'h', (byte)'i', (byte)'q', 1, (byte)'.'], "two").ShouldBe("hi");
    }

    // Written by Python 3.11: [os.system('touch /tmp/yofo-pwned')] by __reduce__, protocols 0, 2 and 4; then single instructions.
    [Theory]
    [InlineData("KGxwMApjcG9zaXgKc3lzdGVtCnAxCihWdG91Y2ggL3RtcC95b2ZvLXB3bmVkCnAyCnRwMwpScDQKYS4=", "GLOBAL")]
    [InlineData("gAJdcQBjcG9zaXgKc3lzdGVtCnEBWBUAAAB0b3VjaCAvdG1wL3lvZm8tcHduZWRxAoVxA1JxBGEu", "GLOBAL")]
    [InlineData("gASVMwAAAAAAAABdlIwFcG9zaXiUjAZzeXN0ZW2Uk5SMFXRvdWNoIC90bXAveW9mby1wd25lZJSFlFKUYS4=", "STACK_GLOBAL")]
    [InlineData("Ui4=", "REDUCE")]
    [InlineData("Yi4=", "BUILD")]
    [InlineData("aS4=", "INST")]
    [InlineData("by4=", "OBJ")]
    [InlineData("gS4=", "NEWOBJ")]
    [InlineData("gi4=", "EXT1")]
    [InlineData("UC4=", "PERSID")]
    public void A_pickle_that_asks_for_code_is_refused_by_name(string base64, string instruction)
    {
        var message = Should.Throw<YofoException>(() => PickleReader.Read(Convert.FromBase64String(base64), "refs(unc).p")).Message;
        message.ShouldContain("'refs(unc).p'");
        message.ShouldContain($"code to be run ({instruction})");
    }

    [Fact]
    public void Damage_of_any_kind_is_an_error_that_names_the_file_and_never_another_failure()
    {
        var good = Convert.FromBase64String("gAR9lCiMBHNlbnSUjARsYWR5lIwBeJRLAUsChpR1Lg==");
        PickleReader.Read(good, "p").ShouldBeOfType<Dictionary<object, object?>>()["x"].ShouldBeOfType<object?[]>().ShouldBe([1L, 2L]);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[1, good.Length]).Sample(
            (at, value, length) =>
            {
                var bad = good[..length];
                if (at < length) bad[at] = value;
                try
                {
                    PickleReader.Read(bad, "damaged.p");
                }
                catch (YofoException error)
                {
                    error.Message.ShouldContain("'damaged.p'");
                }
            },
            iter: 5000,
            threads: 1);
    }
}
