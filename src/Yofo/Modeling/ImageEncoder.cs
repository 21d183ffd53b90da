using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>The image encoder of Figure 2: a frame in, multi-scale maps and object candidates out.</summary>
/// <param name="name">Name of the module.</param>
internal abstract class ImageEncoder(string name) : nn.Module<Tensor, ImageFeatures>(name)
{
    /// <summary>Channels of <see cref="ImageFeatures.Fine"/>, <see cref="ImageFeatures.Middle"/> and <see cref="ImageFeatures.Coarse"/>.</summary>
    public abstract (int Fine, int Middle, int Coarse) Channels { get; }

    /// <summary>Length of a row of <see cref="CandidateFeatures.Appearance"/>.</summary>
    public abstract int AppearanceChannels { get; }

    /// <summary>S, cells a side of a candidate's crop, and L, channels of a cell (<see cref="CandidateFeatures.Crops"/>); 0 and 0 where the encoder does not look so closely.</summary>
    public virtual (int Side, int Channels) Crops => (0, 0);

    /// <summary>Looks closely at some candidates of a frame: the crops of it that they are, each brought to one size.</summary>
    /// <param name="image">What this encoder gave for the frame.</param>
    /// <param name="candidates">[M], long: which of the K.</param>
    /// <returns>[M, S, L], row by row.</returns>
    /// <exception cref="InvalidOperationException">This encoder does not look so closely.</exception>
    public virtual Tensor Look(ImageFeatures image, Tensor candidates) => throw new InvalidOperationException($"{GetName()} gives no crops");

    /// <summary>The same of all candidates, for training; what the encoder gave, where it does not look so closely.</summary>
    /// <param name="image">What this encoder gave for the frame.</param>
    public ImageFeatures WithCrops(ImageFeatures image) => Crops.Side == 0 ? image : image with
    {
        Candidates = image.Candidates with
        {
            Crops = (Look(image, arange(image.Candidates.Count, device: image.Candidates.Valid.device)) * image.Candidates.Valid[0].reshape(-1, 1, 1)).unsqueeze(0),
        },
    };

    /// <summary>K, candidates a frame, padding included.</summary>
    public abstract int CandidateCount { get; }

    /// <summary>Names of the classes that <see cref="CandidateFeatures.Scores"/> speaks of.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// What the appearance of candidates says of their class, where the encoder has a second opinion beside the scores.
    /// </summary>
    /// <param name="appearance">[B, K, A].</param>
    /// <returns>[B, K, C], shares of 0 to 1; all 0 without a second opinion.</returns>
    public virtual Tensor ClassesOf(Tensor appearance) =>
        zeros(appearance.shape[0], appearance.shape[1], ClassNames.Count, device: appearance.device);

    /// <summary>The colour of every cell by name, where the maps hold it.</summary>
    /// <param name="image">What the encoder gave for a frame.</param>
    /// <returns>[1, 11, H/8, W/8]: the shares of the colour names (<see cref="Vision.ColourNames.All"/>); null where they do not hold it.</returns>
    public virtual Tensor? ColoursOf(ImageFeatures image) => null;

    /// <summary>
    /// Has the convolutions compute in another type; its maps come out in that, for those of the boxes compute in it too. Not while it learns. To be called after the
    /// encoder was moved to its device.
    /// </summary>
    /// <param name="type">fp32 or bf16.</param>
    public virtual void ComputeIn(ScalarType type) => MapType = type;

    /// <summary>The type of the maps that come out.</summary>
    protected ScalarType MapType { get; private set; } = ScalarType.Float32;

    /// <summary>Weights that training gave this encoder instead of its base's, by name; none where it is as it came.</summary>
    public virtual IEnumerable<KeyValuePair<string, Tensor>> Tuned => [];

    /// <summary>Takes what a file of trained weights holds of <see cref="Tuned"/>; where it holds nothing, the encoder stays as it came.</summary>
    /// <exception cref="YofoException">The file holds a part of it only, or another shape.</exception>
    public virtual void Tune(Safetensors file)
    {
    }
}
