namespace Yofo.Evaluation;

/// <summary>
/// Where an object was answered worst and best: what a contact sheet shows. Frames that show the object neither in truth nor in the
/// answer score 1 and tell nothing, so they are left out.
/// </summary>
internal sealed class FrameExtremes
{
    /// <summary>The worst frame; null until one counts.</summary>
    public (int Frame, double J)? Worst { get; private set; }

    /// <summary>The best frame; null until one counts.</summary>
    public (int Frame, double J)? Best { get; private set; }

    /// <summary>Takes a frame in.</summary>
    /// <param name="frame">Its number.</param>
    /// <param name="j">Its region similarity.</param>
    /// <param name="isSeen">Whether truth or answer shows the object.</param>
    /// <returns>Whether it is the worst so far, and whether it is the best.</returns>
    public (bool Worst, bool Best) Add(int frame, double j, bool isSeen)
    {
        if (!isSeen) return (false, false);
        var (worst, best) = (Worst is null || j < Worst.Value.J, Best is null || j > Best.Value.J);
        if (worst) Worst = (frame, j);
        if (best) Best = (frame, j);
        return (worst, best);
    }
}
