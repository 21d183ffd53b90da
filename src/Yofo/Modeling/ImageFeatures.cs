using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// What an image encoder gives for one frame: maps at three strides and the object candidates. Feature mining,
/// meta-transfer and the decoder know only this, never the trunk beneath (the seam for other backbones).
/// Cell j of a map of stride s lies on pixel s * j.
/// </summary>
/// <param name="Fine">[1, Cf, H/4, W/4]: edges and colour.</param>
/// <param name="Middle">[1, Cm, H/8, W/8].</param>
/// <param name="Coarse">[1, Cc, H/16, W/16]: what things are.</param>
/// <param name="Candidates">Boxes that may hold what a phrase means.</param>
internal sealed record ImageFeatures(Tensor Fine, Tensor Middle, Tensor Coarse, CandidateFeatures Candidates)
{
    /// <summary>[1, 3, H, W]: the frame itself, 0 to 255, where the encoder can look at parts of it again (<see cref="ImageEncoder.Look"/>); null elsewhere.</summary>
    public Tensor? Picture { get; init; }

    /// <summary>All tensors, for moving them between dispose scopes and devices as one.</summary>
    public IEnumerable<Tensor> Tensors => Picture is null ? [Fine, Middle, Coarse, .. Candidates.Tensors] : [Fine, Middle, Coarse, Picture, .. Candidates.Tensors];

    /// <summary>Applies a function to every tensor.</summary>
    public ImageFeatures Map(Func<Tensor, Tensor> function) =>
        new(function(Fine), function(Middle), function(Coarse), Candidates.Map(function)) { Picture = Picture is null ? null : function(Picture) };

    /// <summary>The same with the maps in another type: the one that all convolutions over them compute in, so that each need not round them anew.</summary>
    public ImageFeatures MapsIn(ScalarType type) =>
        Fine.dtype == type ? this : this with { Fine = Fine.to_type(type), Middle = Middle.to_type(type), Coarse = Coarse.to_type(type) };
}
