namespace Yofo.Cli.Bench;

/// <summary>How fast the image encoder is, held against one large convolution.</summary>
/// <param name="Threads">Threads of one frame.</param>
/// <param name="GigaOperations">What it computes for a frame.</param>
/// <param name="Milliseconds">What it takes for that, with all that lies between its convolutions.</param>
/// <param name="PeakRate">GFLOP/s that one large convolution reaches.</param>
internal sealed record EncoderRate(int Threads, double GigaOperations, double Milliseconds, double PeakRate)
{
    /// <summary>The share of the peak that it reaches.</summary>
    public double Share => 1000 * GigaOperations / Milliseconds / PeakRate;

    /// <summary>Sums up the encoder's stages; null where they counted no work.</summary>
    public static EncoderRate? Of(NetworkTimes times, double peakRate)
    {
        var stages = times.Stages.Where(stage => stage.Stage.StartsWith("encoder:", StringComparison.Ordinal)).ToList();
        return stages.Sum(stage => stage.GigaOperations) is > 0 and var operations
            ? new EncoderRate(times.Threads, operations, stages.Sum(stage => stage.Milliseconds), peakRate)
            : null;
    }
}
