using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>Object candidates of one frame (B = 1) or of a batch of frames, padded to K a frame.</summary>
/// <param name="Boxes">[B, K, 4]: left, top, right, bottom as shares of the frame, 0 to 1.</param>
/// <param name="Scores">[B, K, C]: score of each class of the encoder's <see cref="ImageEncoder.ClassNames"/>, 0 to 1.</param>
/// <param name="Colours">[B, K, 33]: shares of the 11 colour names in the whole, the upper and the lower half.</param>
/// <param name="Appearance">[B, K, A]: pooled image features, about unit variance.</param>
/// <param name="Valid">[B, K]: 1 for a candidate, 0 for padding.</param>
internal sealed record CandidateFeatures(Tensor Boxes, Tensor Scores, Tensor Colours, Tensor Appearance, Tensor Valid)
{
    /// <summary>
    /// [B, K, S, L]: what the encoder sees in the S cells of each candidate's own crop of the frame, row by row (<see cref="ImageEncoder.Look"/>). For training, which learns from all of
    /// them; null in prediction, which looks at the best few, where the encoder does not look so closely, and without a picture.
    /// </summary>
    public Tensor? Crops { get; init; }

    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors => Crops is null ? [Boxes, Scores, Colours, Appearance, Valid] : [Boxes, Scores, Colours, Appearance, Valid, Crops];

    /// <summary>Number of candidates a frame, padding included.</summary>
    public long Count => Boxes.shape[1];

    /// <summary>Applies a function to every tensor.</summary>
    public CandidateFeatures Map(Func<Tensor, Tensor> function) =>
        new(function(Boxes), function(Scores), function(Colours), function(Appearance), function(Valid)) { Crops = Crops is null ? null : function(Crops) };
}
