namespace Yofo.Training;

/// <summary>How a configuration is trained: the <c>training</c> part of <c>configs/*.json</c>. All numbers are [ours].</summary>
internal sealed record TrainingOptions
{
    /// <summary>Seed of everything that is drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Phrases drawn for a still, mirrored ones included.</summary>
    public int PhrasesPerStill { get; init; } = 40;

    /// <summary>How often each phrase out of a caption (<see cref="Data.CaptionPhrases"/>) is taken in the first stage, and as many that are wrong of the photo.</summary>
    public int CaptionDraws { get; init; }

    /// <summary>File of phrases that were written of stills and clips (<see cref="Data.WrittenPhrases"/>), its path counted from the configuration's folder; null: none.</summary>
    public string? Written { get; init; }

    /// <summary>
    /// File of phrases that were written of other stills and clips, and of which somebody looked whether they fit these; form and path as of <see cref="Written"/>, and taken as those are; null: none.
    /// Right and wrong ones are then written in the same manner [ours].
    /// </summary>
    public string? Judged { get; init; }

    /// <summary>File of written phrases whose stills are left out of training, to measure with; its path as that of <see cref="Written"/>; null: none.</summary>
    public string? HeldOut { get; init; }

    /// <summary>How often each written phrase of a still is taken in the first stage, every second time with the mirrored picture.</summary>
    public int WrittenDraws { get; init; } = 2;

    /// <summary>Phrases that were written of other stills and surely fit nothing in it (<see cref="Data.BorrowedPhrases"/>), a still.</summary>
    public int BorrowedPhrases { get; init; }

    /// <summary>How often a phrase that was written to fit nothing in its still is lent to others that it fits (<see cref="Data.LentPhrases"/>).</summary>
    public int LentPhrases { get; init; }

    /// <summary>Whether half of the wrong written phrases get a place, and right ones are met without theirs too (<see cref="Data.PlacedPhrases"/>).</summary>
    public bool PlacedPhrases { get; init; }

    /// <summary>Share of drawn phrases that fit nothing in their still.</summary>
    public double AbsentShare { get; init; } = 0.33;

    /// <summary>Warped views of a still that make its pseudo-video, beside the still itself.</summary>
    public int WarpedViews { get; init; } = 2;

    /// <summary>Clips made of photos: things cut out of some move over another (<see cref="CompositeClip"/>).</summary>
    public int Composites { get; init; }

    /// <summary>Every how many frames a training clip is seen.</summary>
    public int ClipStride { get; init; } = 2;

    /// <summary>Steps of the first stage: the words choose among candidates.</summary>
    public int ChoiceSteps { get; init; } = 4600;

    /// <summary>Pairs of picture and phrase a step of the first stage.</summary>
    public int ChoiceBatch { get; init; } = 96;

    /// <summary>
    /// How far the candidates of the first stage are disturbed each time they are seen: 0 not at all, 1 boxes by 3% of their sides and scores
    /// by a fifth, and of the unsure ones every seventh is left out. A longer training needs it, or it learns its pictures by heart.
    /// </summary>
    public double ChoiceDisturbance { get; init; }

    /// <summary>Share of what each layer of the choice adds that is left out in training.</summary>
    public double ChoiceDropout { get; init; } = 0.1;

    /// <summary>Share of the pictures that the choice sees without what their candidates look like.</summary>
    public double ChoiceVeil { get; init; } = 0.25;

    /// <summary>Whether what words alone tell of presence (<see cref="PhrasePrior"/>) is taken out of what the choice learns.</summary>
    public bool ChoicePrior { get; init; }

    /// <summary>Highest learning rate of the first stage.</summary>
    public double ChoiceRate { get; init; } = 7e-4;

    /// <summary>Steps that the second opinion from the candidates' crops learns in the first stage, where the network has one.</summary>
    public int CropSteps { get; init; } = 3000;

    /// <summary>Its highest learning rate.</summary>
    public double CropRate { get; init; } = 1e-3;

    /// <summary>Steps of the second stage: the outline of a given box.</summary>
    public int OutlineSteps { get; init; } = 4000;

    /// <summary>Boxes a step of the second stage.</summary>
    public int OutlineBatch { get; init; } = 16;

    /// <summary>Share of the second stage's pictures that are warped views, as the third stage sees them.</summary>
    public double OutlineWarped { get; init; }

    /// <summary>Share of the second stage's pictures that are frames of clips; with data sets (<c>--dataset</c>) it is their share of all instead.</summary>
    public double OutlineClips { get; init; }

    /// <summary>Highest learning rate of the second stage.</summary>
    public double OutlineRate { get; init; } = 1e-3;

    /// <summary>Steps of the third stage: clips, end to end through the inner solver.</summary>
    public int WholeSteps { get; init; } = 1000;

    /// <summary>Frames of a clip in the third stage.</summary>
    public int WholeFrames { get; init; } = 3;

    /// <summary>Phrases for one clip in the third stage.</summary>
    public int WholePhrases { get; init; } = 3;

    /// <summary>Highest learning rate of the third stage.</summary>
    public double WholeRate { get; init; } = 5e-4;

    /// <summary>The choice among candidates goes on in the third stage at this share of its rate.</summary>
    public double WholeChoiceShare { get; init; } = 0.2;

    /// <summary>Steps of the fifth stage: the compact configuration's trunk learns outlines; 0: it stays as it came.</summary>
    public int TrunkSteps { get; init; }

    /// <summary>Share of the fifth stage's pictures that are frames of clips.</summary>
    public double TrunkClips { get; init; } = 0.15;

    /// <summary>Highest learning rate of the trunk, as a share of each layer's own size.</summary>
    public double TrunkRate { get; init; } = 1e-3;

    /// <summary>Highest learning rate of the outline head in the fifth stage.</summary>
    public double TrunkHeadRate { get; init; } = 3e-4;

    /// <summary>
    /// Share of the first stage's weights in the choice that is shipped, the rest being the third stage's: the first saw more photos,
    /// the third more of time, and the mean of two states of one training is better than either (Wortsman et al. 2022).
    /// </summary>
    public double KeptChoice { get; init; } = 0.4;

    /// <summary>
    /// Share that the weights of <c>--from</c> have in what is written, the rest being what was trained: new weights alone do better on what
    /// they were trained on and worse elsewhere (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
    /// </summary>
    public double KeptStart { get; init; }

    /// <summary>
    /// What the choice's logits are divided by in what is written: a choice that is surer than it is right is not corrected by the memory (Guo et al., "On Calibration of
    /// Modern Neural Networks", ICML 2017). 1: they stay.
    /// </summary>
    public double ChoiceTemperature { get; init; } = 1;

    /// <summary>One constant phrase instead of each phrase: the word-blind twin that shows what the words are worth.</summary>
    public bool Blind { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    public int CheckpointSteps { get; init; } = 200;
}
