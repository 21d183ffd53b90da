namespace Yofo.Evaluation;

/// <summary>One metric of one object.</summary>
/// <param name="Statistics">Mean, recall and decay over the frames that counted.</param>
/// <param name="Frames">The value in each frame that counted, in order.</param>
public sealed record MetricScore(SequenceStatistics Statistics, IReadOnlyList<double> Frames);
