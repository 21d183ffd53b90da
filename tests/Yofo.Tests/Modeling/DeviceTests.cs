using System.Collections;
using System.Reflection;
using Shouldly;
using TorchSharp;
using Xunit;
using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public class DeviceTests
{
    // No GPU is needed to see what stays behind: a device that has shapes and no numbers does as well.
    [Fact]
    public void Moving_the_network_moves_all_that_it_computes_with()
    {
        using var scope = NewDisposeScope();
        var device = new Device(DeviceType.META);
        using var network = ModelFolder.Find().Build(new NetworkOptions());
        network.to(device);
        var found = new List<(string Path, Tensor Tensor)>();
        Find(network, nameof(YofoNetwork), [], found);
        found.Count.ShouldBeGreaterThan(300);
        found.Where(part => part.Tensor.device_type != DeviceType.META).Select(part => part.Path).ShouldBeEmpty();
    }

    private static void Find(object? value, string path, HashSet<object> seen, List<(string, Tensor)> found)
    {
        if (value is Tensor tensor)
        {
            found.Add((path, tensor));
        }
        else if (value is not (null or string or Delegate) && !value.GetType().IsPrimitive && (value.GetType().IsValueType || seen.Add(value)))
        {
            if (value is IEnumerable list)
            {
                foreach (var (item, index) in list.Cast<object?>().Select((item, index) => (item, index)))
                {
                    Find(item, $"{path}[{index}]", seen, found);
                }
            }

            if (value is nn.Module module)
            {
                found.AddRange(module.named_parameters().Select(pair => ($"{path}.{pair.name}", (Tensor)pair.parameter)));
            }

            for (var type = value.GetType(); type is not null && Own(type); type = type.BaseType)
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    Find(field.GetValue(value), $"{path}.{field.Name}", seen, found);
                }
            }
        }
    }

    private static bool Own(Type type) => type.Namespace?.StartsWith("Yofo", StringComparison.Ordinal) == true || type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal);
}
