using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class AblationReportTests
{
    [Fact]
    public void The_table_has_a_row_a_network_with_its_switches_and_its_loss_against_the_first()
    {
        var report = new AblationReport([
            new("full", true, true, "full.safetensors", 0.6, 0.7, 0.1, 0.9, 0.5) { Everything = 0.25, Ellipse = 0.3 },
            new("both-off", false, false, "off.safetensors", 0.4, 0.5, 0.2, null, null)]);
        var table = report.ToMarkdown();
        table.ShouldContain("| full | on | on | `full.safetensors` | 65.0 | 60.0 | 70.0 | 10.0 | 90.0 | 50.0 | 0.0 |");
        table.ShouldContain("| both-off | off | off | `off.safetensors` | 45.0 | 40.0 | 50.0 | 20.0 | - | - | -20.0 |");
        table.ShouldContain("Without words, J on the same clips: the whole frame 25.0, a centred ellipse 30.0.");
    }

    [Fact]
    public void A_row_sums_a_development_report_up()
    {
        ClipScore[] phrases = [new("a cat", true, 0.5, 0.7, 0.25, "noun", "first_frame"), new("a bus", false, 0.75, 0, 0.75, null, "first_frame")];
        var row = AblationRow.Of("full", true, false, new DevelopmentReport("tiny", "runs/full.safetensors", null, [new ClipReport("cat", 4, phrases, 0.2, 0.3)], []));
        row.ShouldBe(new AblationRow("full", true, false, "full.safetensors", 0.5, 0.7, 0.25, 0.75, null) { Everything = 0.2, Ellipse = 0.3 });
        row.JAndF.ShouldBe(0.6);
    }
}
