using BenchmarkDotNet.Attributes;
using Yofo.Data;
using Yofo.Evaluation;
using Yofo.Output;
using static Yofo.Benchmarks.WavyMasks;

namespace Yofo.Benchmarks;

/// <summary>What is done to a mask once it is there, at 854 x 480: files, run lengths, scores.</summary>
[BenchmarkCategory("mask")]
public class MaskBenchmarks
{
    private readonly byte[] prediction = One(seed: 1);
    private readonly byte[] truth = One(seed: 2, shift: 4);
    private readonly byte[] indices = Three(seed: 3);
    private byte[] png = [];
    private string text = "";

    [GlobalSetup]
    public void Setup()
    {
        png = PalettePng.Encode(indices, Width, Height);
        text = RunLengthMask.FromPixels(Width, Height, prediction).ToText();
    }

    [Benchmark(Description = "palette PNG: write")]
    public int WritePng() => PalettePng.Encode(indices, Width, Height).Length;

    [Benchmark(Description = "palette PNG: read")]
    public int ReadPng() => PalettePng.Decode(png).Indices.Length;

    [Benchmark(Description = "run lengths: mask to text")]
    public int WriteRunLengths() => RunLengthMask.FromPixels(Width, Height, prediction).ToText().Length;

    [Benchmark(Description = "run lengths: text to mask")]
    public int ReadRunLengths() => RunLengthMask.Parse(Width, Height, text).ToPixels().Length;

    [Benchmark(Description = "J of a pair")]
    public double Region() => RegionSimilarity.Score(prediction, truth, Width, Height);

    [Benchmark(Description = "F of a pair (aim: under 3 ms)")]
    public double Contour() => ContourAccuracy.Score(prediction, truth, Width, Height);
}
