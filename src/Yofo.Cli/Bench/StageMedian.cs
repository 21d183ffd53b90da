namespace Yofo.Cli.Bench;

/// <summary>A frame's time in one stage.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Milliseconds">Median over the frames.</param>
/// <param name="GigaOperations">Floating point operations a frame, in thousands of millions; 0 where they are not counted.</param>
internal sealed record StageMedian(string Stage, double Milliseconds, double GigaOperations)
{
    /// <summary>GFLOP/s; 0 where operations are not counted.</summary>
    public double Rate => Milliseconds > 0 ? GigaOperations / Milliseconds * 1000 : 0;
}
