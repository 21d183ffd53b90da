using System.Globalization;

namespace Yofo.Training;

/// <summary>Refuses options that no training can be run with, before it begins.</summary>
internal static class TrainingChecks
{
    /// <summary>Checks what is asked for.</summary>
    /// <exception cref="YofoException">An option is out of its range.</exception>
    public static void Check(this TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (string Name, int Value, int Least)[] numbers =
        [
            ("clipStride", options.ClipStride, 1), ("checkpointSteps", options.CheckpointSteps, 1), ("choiceBatch", options.ChoiceBatch, 1), ("outlineBatch", options.OutlineBatch, OutlineLesson.Boxes),
            ("wholeFrames", options.WholeFrames, 1), ("wholePhrases", options.WholePhrases, 1), ("choiceSteps", options.ChoiceSteps, 0), ("outlineSteps", options.OutlineSteps, 0),
            ("wholeSteps", options.WholeSteps, 0), ("trunkSteps", options.TrunkSteps, 0), ("cropSteps", options.CropSteps, 0), ("warpedViews", options.WarpedViews, 0), ("composites", options.Composites, 0),
        ];
        foreach (var (name, value, least) in numbers)
        {
            if (value < least)
            {
                throw new YofoException($"'{name}' is {value}. Give {least} or more, or leave it out.");
            }
        }

        foreach (var (name, share) in new[] { ("choiceDropout", options.ChoiceDropout), ("choiceVeil", options.ChoiceVeil) })
        {
            if (share is not (>= 0 and < 1))
            {
                throw new YofoException(string.Create(CultureInfo.InvariantCulture, $"'{name}' is {share}, and it is a share of what is seen in training. Give a number from 0 to below 1."));
            }
        }

        if (!(options.ChoiceTemperature > 0))
        {
            throw new YofoException(string.Create(CultureInfo.InvariantCulture, $"'choiceTemperature' is {options.ChoiceTemperature}, and logits are divided by it. Give a number above 0, or leave it out (1)."));
        }
    }
}
