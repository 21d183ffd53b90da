using System.Globalization;
using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>
/// The mean of trained weights, number by number. Of trainings that began from the same weights it is often better than each of them
/// ("model soups", Wortsman et al. 2022); of others it is noise.
/// </summary>
internal static class WeightsAverage
{
    /// <summary>Takes the mean and writes it, in half precision, with the name of the first; whole or not at all.</summary>
    /// <param name="sources">Files of one configuration, two or more, each with its share; shares are above 0 and need not add up to 1.</param>
    /// <param name="target">The file to write.</param>
    /// <exception cref="YofoException">There are fewer than two files; a share is not above 0; a file is missing, damaged, or of another network than the first.</exception>
    public static void Write(IReadOnlyList<(string File, double Share)> sources, string target)
    {
        if (sources.Count < 2)
        {
            throw new YofoException("A mean takes two files of weights or more. Name another one.");
        }

        foreach (var (name, share) in sources)
        {
            if (!(share > 0) || !double.IsFinite(share))
            {
                throw new YofoException(string.Create(CultureInfo.InvariantCulture, $"The share of '{name}' is {share}. Give a number above 0, or leave it out (1)."));
            }
        }

        using var scope = NewDisposeScope();
        var files = sources.Select(source => Safetensors.Open(source.File)).ToList();
        var options = ModelFolder.OptionsOf(files[0], sources[0].File);
        bool IsAlike(int index) => ModelFolder.OptionsOf(files[index], sources[index].File) with { Name = options.Name } == options;
        for (var index = 1; index < files.Count; index++)
        {
            Compare(files[0], files[index], sources[0].File, sources[index].File, IsAlike(index));
        }

        var whole = sources.Sum(source => source.Share);
        var mean = files[0].Names.Select(name => KeyValuePair.Create(name, Mean(name)));
        ModelFolder.Write(target, mean, options, new Dictionary<string, string>
        {
            ["yofo.mean"] = string.Join(", ", sources.Select(source => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(source.File)} {source.Share / whole:0.####}"))),
        });

        Tensor Mean(string name)
        {
            using var step = NewDisposeScope();
            var sum = zeros(files[0].Shape(name), ScalarType.Float64);
            foreach (var (file, source) in files.Zip(sources))
            {
                sum.add_(file.ReadFloat(name).to_type(ScalarType.Float64) * (source.Share / whole));
            }

            return sum.to_type(ScalarType.Float16).MoveToOuterDisposeScope();
        }
    }

    private static void Compare(Safetensors first, Safetensors other, string firstName, string otherName, bool sameOptions)
    {
        var odd = first.Names.Concat(other.Names).FirstOrDefault(name => !first.Contains(name) || !other.Contains(name) || !first.Shape(name).SequenceEqual(other.Shape(name)));
        if (odd is not null || !sameOptions)
        {
            throw new YofoException($"'{otherName}' is of another network than '{firstName}' ({(odd is null ? "its options differ" : $"they differ in '{odd}'")}). Name weights of one configuration that were trained from the same ones.");
        }
    }
}
