using BenchmarkDotNet.Running;
using Yofo.Benchmarks;

// In the same process: libtorch need not be copied (480 MB) for a program of every benchmark.
BenchmarkSwitcher.FromAssembly(typeof(PartsConfig).Assembly).Run(args, new PartsConfig());
