using System.Text.Json;
using ScottPlot;

namespace Yofo.Training;

/// <summary>Draws a run's log: a panel a stage, a line a figure, each scaled to its own range.</summary>
internal static class TrainingCurve
{
    private static readonly string[] Drawn = ["loss", "J", "overlap", "chosen", "presence", "pixels", "target", "drift"];

    /// <summary>Draws <c>log.jsonl</c> into a PNG.</summary>
    public static void Draw(string log, string picture)
    {
        var lines = File.ReadLines(log).SelectMany(Parsed).ToList();
        var panels = lines.GroupBy(line => line.GetProperty("stage").GetString()!).ToList();
        var sheet = new Multiplot();
        sheet.AddPlots(panels.Count);
        foreach (var (panel, index) in panels.Select((panel, index) => (panel, index)))
        {
            var plot = sheet.GetPlot(index);
            plot.Title(panel.Key);
            plot.XLabel("step");
            foreach (var figure in Drawn)
            {
                AddLine(plot, figure, panel);
            }

            plot.ShowLegend(Alignment.UpperRight);
        }

        var bytes = sheet.Render(900, 320 * panels.Count).GetImageBytes(ImageFormat.Png, 90);
        AtomicFile.Write(picture, bytes);
    }

    // None where a line is broken: its writer was killed, or the disk was full.
    private static IEnumerable<JsonElement> Parsed(string line)
    {
        try
        {
            return [JsonDocument.Parse(line).RootElement];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static void AddLine(Plot plot, string figure, IEnumerable<JsonElement> lines)
    {
        var points = lines.Where(line => line.TryGetProperty(figure, out var value) && value.ValueKind == JsonValueKind.Number)
            .Select(line => (X: (double)line.GetProperty("step").GetInt32(), Y: line.GetProperty(figure).GetDouble())).ToList();
        if (points.Count > 0)
        {
            var line = plot.Add.ScatterLine(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray());
            line.LegendText = figure;
            line.LineWidth = 2;
        }
    }
}
