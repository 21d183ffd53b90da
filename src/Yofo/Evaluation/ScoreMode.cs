namespace Yofo.Evaluation;

/// <summary>How the masks of a sequence are counted and matched.</summary>
public enum ScoreMode
{
    /// <summary>
    /// The official semi-supervised task: by id, without the first and the last frame, void is background. More ids than objects are an error.
    /// </summary>
    SemiSupervised,

    /// <summary>
    /// The official unsupervised task, and how peers report Ref-DAVIS17: all frames, void counts nowhere, and the ids are matched to
    /// the objects so that the total is greatest, which forgives swapped objects. More than 20 ids are an error.
    /// </summary>
    Unsupervised,

    /// <summary>
    /// The stricter score [ours]: all frames, void counts nowhere, an id is the object of the same id. The objects are the ids that occur
    /// anywhere in the truth; any other id is an error.
    /// </summary>
    ById,
}
