using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>What feature mining gives for one frame and N phrases.</summary>
/// <param name="Y">Bi-modal feature [paper]: [N, Cy, H/8, W/8].</param>
/// <param name="W">Soft weight map [paper], how far each position of Y is to be believed: [N, 1, H/8, W/8].</param>
/// <param name="Candidates">What the words say of the candidates; null with feature mining off.</param>
/// <param name="Presence">[N]: logit that what is meant is in the frame at all.</param>
internal sealed record MinedFeatures(Tensor Y, Tensor W, CandidateAnswer? Candidates, Tensor Presence)
{
    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors => [Y, W, Presence, .. Candidates?.Tensors ?? []];
}
