using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>B pairs of picture and phrase with what is true of them.</summary>
/// <param name="Pictures">[B] rows of the candidate bank.</param>
/// <param name="Phrases">[B] numbers of the phrase bank.</param>
/// <param name="Mirrored">[B] 1 where the picture is mirrored.</param>
/// <param name="Choice">[B, K] shares of the right choice; all 0 where there is none.</param>
/// <param name="Member">[B, K] 1, 0, or -1 for undecided.</param>
/// <param name="Presence">[B] 1, 0, or -1 for not to be judged.</param>
/// <param name="Boxed">[B] 1 where the target is absent or one of the candidates.</param>
internal sealed record ChoiceBatch(Tensor Pictures, Tensor Phrases, Tensor Mirrored, Tensor Choice, Tensor Member, Tensor Presence, Tensor Boxed)
{
    /// <summary>The same batch with what is true of the pairs on a device; the rows of the banks stay where the banks are.</summary>
    public ChoiceBatch To(Device device) => this with
    {
        Choice = Choice.to(device),
        Member = Member.to(device),
        Presence = Presence.to(device),
        Boxed = Boxed.to(device),
    };
}
