using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Yofo.Benchmarks;

/// <summary>Short measurements in this process: all parts in about a minute, in one table.</summary>
internal sealed class PartsConfig : ManualConfig
{
    public PartsConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3)
            .WithIterationCount(10)
            .WithIterationTime(TimeInterval.FromMilliseconds(200)));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.Median); // the machine may be busy: the median says more than the mean
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        Options |= ConfigOptions.JoinSummary;
        AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory); // keeps the two classes apart in the one table
        HideColumns(Column.Type, Column.Error, Column.Gen0, Column.Gen1, Column.Gen2);
        ArtifactsPath = Path.Combine(AppContext.BaseDirectory, "results"); // below artifacts/, which git ignores
    }
}
