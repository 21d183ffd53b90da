using Shouldly;
using TorchSharp;
using Xunit;
using Yofo.Engine;

namespace Yofo.Tests.Engine;

public sealed class TorchLoaderTests
{
    [Fact]
    public void Torch_computes_on_this_system()
    {
        TorchLoader.Failure.ShouldBeNull();
        using var ones = torch.ones(2, 3);
        using var total = ones.sum();
        total.item<float>().ShouldBe(6f);
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused()
    {
        Should.Throw<BadImageFormatException>(() => ElfVersions.Weaken(new byte[100], "GLIBCXX_3.4.32"));
    }
}
