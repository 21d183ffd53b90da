using TorchSharp;
using static TorchSharp.torch;

namespace Yofo.Modeling.Language;

/// <summary>The language encoder of the compact configuration: all-MiniLM-L6-v2, frozen; words, windows of words, sentence.</summary>
internal sealed class MiniLmLanguageEncoder : LanguageEncoder
{
    private readonly MiniLm encoder;
    private readonly PhraseReader reader;
    private readonly string baseFolder;

    /// <summary>Loads the encoder from the folder of the base weights.</summary>
    public MiniLmLanguageEncoder(string baseFolder)
        : base(nameof(MiniLmLanguageEncoder))
    {
        this.baseFolder = baseFolder;
        encoder = MiniLm.Load(baseFolder);
        reader = new PhraseReader(encoder);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int Channels => MiniLm.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> WordsOf(string phrase) => encoder.Tokenizer.Tokenize(phrase).Words;

    /// <inheritdoc/>
    /// <remarks>COCO's names come from their file: reading them anew takes a quarter of a second of every start.</remarks>
    public override Tensor Names(IReadOnlyList<string> names, string after = "")
    {
        using var scope = NewDisposeScope();
        using var coco = ClassNames.LoadCoco(baseFolder);
        using var encoded = after.Length == 0 && names.SequenceEqual(coco.Names) ? null : ClassNames.Encode(encoder, names, after: after);
        return (encoded ?? coco).Tokens.to(encoder.Device, copy: true).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override LanguageFeatures forward(IReadOnlyList<string> phrases)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var read = reader.Extract(phrases);
        var features = training ? Pack(read) : Ask(read);
        return features.Map(values => values.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) // what to(device) calls
    {
        var device = new Device(deviceType, deviceIndex);
        encoder.To(device);
        return base._to(deviceType, deviceIndex, non_blocking);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            encoder.Dispose();
        }

        base.Dispose(disposing);
    }

    private LanguageFeatures Ask(IReadOnlyList<PhraseFeatures> read)
    {
        var questions = PhraseQuestions.Of([.. read.Select(phrase => phrase.WordTexts)]);
        return Pack([.. read, .. reader.Extract(questions.Texts)]).With(questions);
    }

    private LanguageFeatures Pack(IReadOnlyList<PhraseFeatures> phrases) => new(
        Stack(phrases, phrase => phrase.Words), Mask(phrases, phrase => phrase.Words),
        Stack(phrases, phrase => phrase.Neighbours), Mask(phrases, phrase => phrase.Neighbours),
        stack([.. phrases.Select(phrase => phrase.Sentence)]), stack([.. phrases.Select(phrase => phrase.NounPhrase)]));

    private static Tensor Stack(IReadOnlyList<PhraseFeatures> phrases, Func<PhraseFeatures, Tensor> part)
    {
        var longest = phrases.Max(phrase => part(phrase).shape[0]);
        return stack([.. phrases.Select(phrase => nn.functional.pad(part(phrase), [0, 0, 0, longest - part(phrase).shape[0]]))]);
    }

    private Tensor Mask(IReadOnlyList<PhraseFeatures> phrases, Func<PhraseFeatures, Tensor> part)
    {
        var counts = phrases.Select(phrase => part(phrase).shape[0]).ToArray();
        var places = arange(counts.Max(), device: encoder.Device).unsqueeze(0);
        return places.lt(tensor(counts, device: encoder.Device).unsqueeze(1)).to_type(ScalarType.Float32);
    }
}
