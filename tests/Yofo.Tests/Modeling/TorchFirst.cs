using System.Runtime.CompilerServices;

namespace Yofo.Tests.Modeling;

/// <summary>
/// The library loads torch when its first type is used. A test that makes a tensor before that would meet TorchSharp's own loader, which
/// fails on Debian 12 and then for the whole process; which test comes first is chance.
/// </summary>
internal static class TorchFirst
{
    [ModuleInitializer]
    internal static void Load() => RuntimeHelpers.RunModuleConstructor(typeof(YofoException).Module.ModuleHandle);
}
