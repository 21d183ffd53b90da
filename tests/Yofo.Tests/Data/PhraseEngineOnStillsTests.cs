using System.Diagnostics;
using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class PhraseEngineOnStillsTests
{
    [Fact]
    public void Real_scenes_give_phrases_of_every_kind()
    {
        var scenes = StillsFolder.LoadTraining(Shared.Path("data/stills"), WrittenPhrases.None);
        var engine = new PhraseEngine(new PhraseFrequencies(scenes));
        var random = new Random(11);
        var kinds = new Dictionary<PhraseKind, int>();
        var output = TestContext.Current.TestOutputHelper;
        var drawn = scenes.Where((_, i) => i % 16 == 5).ToList();
        var (clock, written, silent) = (Stopwatch.StartNew(), 0, 0);
        foreach (var scene in drawn)
        {
            var looks = ObjectLooks.Of(scene, Picture.Load(scene.Path));
            var samples = engine.Write(scene, looks, random);
            foreach (var sample in samples)
                kinds[sample.Kind] = kinds.GetValueOrDefault(sample.Kind) + 1;
            written += samples.Count;
            if (engine.Draw(scene, looks, random) is { } one)
                output?.WriteLine($"{scene.Source}/{scene.Id} {one.Kind}: {one.Phrase} -> {string.Join(' ', one.Targets.Select(t => $"{scene.Objects[t].Category}@{looks[t].CenterX:0.00},{looks[t].CenterY:0.00}"))}");
            else
                silent++;
        }

        var view = new SceneView(drawn[^1], ObjectLooks.WithoutPixels(drawn[^1]));
        clock = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
            engine.Draw(view, random);
        output?.WriteLine($"a draw takes {clock.Elapsed.TotalMilliseconds / 200:0.00} ms");
        output?.WriteLine($"{drawn.Count} scenes, {written} phrases, {silent} without a word; {string.Join(", ", kinds.OrderBy(k => k.Key).Select(k => $"{k.Key} {k.Value}"))}");
        foreach (var kind in Enum.GetValues<PhraseKind>().Where(kind => kind != PhraseKind.Motion)) // nothing moves in a still
            kinds.GetValueOrDefault(kind).ShouldBeGreaterThan(0, kind.ToString());
        silent.ShouldBeLessThan(drawn.Count / 4);
    }
}
