using PublicApiGenerator;
using Xunit;

namespace Yofo.Tests.House;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_face_of_the_library_is_as_approved()
    {
        var face = typeof(Segmenter).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Approved.Match("public-api.txt", face);
    }
}
