namespace Yofo.Evaluation;

/// <summary>The scores of one object of a sequence.</summary>
/// <param name="Id">The object's id in the truth.</param>
/// <param name="PredictionId">The id it was matched to: the same, but in unsupervised mode.</param>
/// <param name="J">Region similarity.</param>
/// <param name="F">Contour accuracy.</param>
public sealed record ObjectScore(int Id, int PredictionId, MetricScore J, MetricScore F);
