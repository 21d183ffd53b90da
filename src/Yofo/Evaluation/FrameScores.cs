namespace Yofo.Evaluation;

/// <summary>J and F of the masks of one frame, predictions by objects. Only what occurs is counted; the rest follows from the empty mask.</summary>
internal sealed class FrameScores
{
    private readonly Dictionary<(int Prediction, int Object), (double J, double F)> pairs = [];

    /// <summary>The ids that the truth holds, void left out.</summary>
    public SortedSet<int> Objects { get; } = [];

    /// <summary>The ids that the prediction holds.</summary>
    public SortedSet<int> Predictions { get; } = [];

    /// <summary>
    /// Counts one frame. With <c>sameIdOnly</c>, pairs of unlike ids are left out and cannot be asked for. With <c>ignoreVoid</c>, void
    /// pixels count nowhere; otherwise they are background.
    /// </summary>
    public static FrameScores Of(LabelMap prediction, LabelMap truth, bool sameIdOnly, bool ignoreVoid)
    {
        var (width, height) = (truth.Width, truth.Height);
        if (prediction.Width != width || prediction.Height != height)
            throw new YofoException($"The mask '{prediction.Source}' is {prediction.Width} x {prediction.Height} but its truth '{truth.Source}' is {width} x {height}; write predictions at the size of the truth.");

        var radius = ContourAccuracy.Radius(width, height);
        var scores = new FrameScores();
        using var ignored = ignoreVoid && truth.Values[LabelMap.Void] ? BitMask.Equal(truth.Labels, width, height, LabelMap.Void) : null;
        using var objects = new Layers(truth, truth.Values[..LabelMap.Void], ignored, radius, scores.Objects);
        using var predictions = new Layers(prediction, prediction.Values, ignored, radius, scores.Predictions);
        foreach (var (predicted, layer) in predictions.All)
        {
            foreach (var (real, other) in objects.All)
            {
                if (!sameIdOnly || predicted == real || predicted == 0 || real == 0)
                    scores.pairs[(predicted, real)] = (RegionSimilarity.Score(layer.Mask, other.Mask), ContourAccuracy.Score(layer.Contour, other.Contour));
            }
        }

        return scores;
    }

    /// <summary>The scores of a predicted id against an object; an id that does not occur in this frame is an empty mask.</summary>
    public (double J, double F) this[int prediction, int @object] =>
        pairs[(Predictions.Contains(prediction) ? prediction : 0, Objects.Contains(@object) ? @object : 0)];

    /// <summary>The masks of one frame by id, with the empty mask as id 0.</summary>
    private sealed class Layers : IDisposable
    {
        public Layers(LabelMap map, ReadOnlySpan<bool> values, BitMask? ignored, int radius, SortedSet<int> found)
        {
            var empty = new BitMask(map.Width, map.Height);
            All.Add(0, (empty, ContourMap.Of(empty, radius)));
            for (var id = 1; id < values.Length; id++)
            {
                if (!values[id]) continue;
                var mask = BitMask.Equal(map.Labels, map.Width, map.Height, (byte)id);
                if (ignored is not null) mask.Remove(ignored);
                All.Add(id, (mask, ContourMap.Of(mask, radius)));
                found.Add(id);
            }
        }

        public Dictionary<int, (BitMask Mask, ContourMap Contour)> All { get; } = [];

        public void Dispose()
        {
            foreach (var (mask, contour) in All.Values)
            {
                mask.Dispose();
                contour.Dispose();
            }
        }
    }
}
