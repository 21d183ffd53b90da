using System.Text.RegularExpressions;
using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Data;

using Yofo.Modeling.Vision;

namespace Yofo.Tests.Data;

public sealed partial class PhraseEngineTests
{
    private static readonly string[] Categories = ["dog", "car", "person", "umbrella", "bench", "horse", "cup"];

    // Every word that the engine has for a category, written down a second time.
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["dog"] = ["dog", "puppy", "animal", "dogs", "puppies", "animals"],
        ["car"] = ["car", "vehicle", "cars", "vehicles"],
        ["person"] = ["person", "man", "woman", "guy", "lady", "girl", "boy", "kid", "child", "dude", "people", "men", "women", "guys", "ladies", "girls", "boys", "kids", "children", "shirt", "pants", "jeans", "trousers", "dress", "cyclist", "biker", "rider"],
        ["umbrella"] = ["umbrella", "umbrellas"],
        ["bench"] = ["bench", "benches"],
        ["horse"] = ["horse", "pony", "animal", "horses", "ponies", "animals"],
        ["cup"] = ["cup", "mug", "glass", "cups", "mugs", "glasses"],
    };

    private static readonly Gen<(ObjectLook Look, bool Boxed)> Looks =
        from category in Gen.Int[0, Categories.Length - 2]
        from x in Gen.Double[0, 0.8]
        from y in Gen.Double[0, 0.8]
        from width in Gen.Double[0.03, 0.2]
        from height in Gen.Double[0.03, 0.2]
        from colour in Gen.Int[0, ColourNames.Count - 1]
        from below in Gen.Int[0, ColourNames.Count - 1]
        from boxed in Gen.Int[0, 5]
        select (Look(Categories[category], new ObjectBox(x, y, width, height), boxed == 0 ? null : colour, below), boxed == 0);

    private static readonly Gen<(Scene Scene, IReadOnlyList<ObjectLook> Looks, int Seed)> Scenes =
        from things in Looks.Array[1, 6]
        from uncertain in Gen.Int[0, 2 * Categories.Length]
        from seed in Gen.Int
        select (SceneOf(things, uncertain < Categories.Length ? Categories[uncertain] : null), (IReadOnlyList<ObjectLook>)[.. things.Select(t => t.Look)], seed);

    private static readonly PhraseEngine Engine = new(new PhraseFrequencies(
        Categories.Select(c => SceneOf([(Look(c, new ObjectBox(0, 0, 0.2, 0.2), 0, 0), false)], null))));

    [Fact]
    public void The_same_seed_writes_the_same_phrases() => Scenes.Sample(s =>
    {
        var first = Engine.Write(s.Scene, s.Looks, new Random(s.Seed));
        var second = Engine.Write(s.Scene, s.Looks, new Random(s.Seed));

        first.Select(p => (p.Phrase, p.Kind, string.Join(',', p.Targets))).ShouldBe(second.Select(p => (p.Phrase, p.Kind, string.Join(',', p.Targets))));
        Engine.Draw(s.Scene, s.Looks, new Random(s.Seed))?.Phrase.ShouldBe(Engine.Draw(s.Scene, s.Looks, new Random(s.Seed))!.Phrase);
    });

    [Fact]
    public void Every_phrase_is_clean_and_its_targets_are_of_the_class_it_names() => Scenes.Sample(s =>
    {
        foreach (var sample in Engine.Write(s.Scene, s.Looks, new Random(s.Seed)))
        {
            sample.Phrase.ShouldMatch("^[a-z0-9][a-z0-9 -]*[a-z0-9]$");
            sample.Phrase.ShouldNotContain("  ");
            sample.IsAbsent.ShouldBe(sample.Kind >= PhraseKind.AbsentObject);
            foreach (var target in sample.Targets.Where(_ => sample.Kind != PhraseKind.Part))
                Words[s.Looks[target].Category].ShouldContain(Head(sample.Phrase), sample.Phrase);
        }
    });

    [Fact]
    public void A_thing_said_to_be_absent_is_nowhere_and_nobody_may_have_overlooked_it() => Scenes.Sample(s =>
    {
        foreach (var sample in Engine.Write(s.Scene, s.Looks, new Random(s.Seed)).Where(p => p.Kind == PhraseKind.AbsentObject))
        {
            var meant = Words.Where(w => w.Value.Contains(Head(sample.Phrase))).Select(w => w.Key).ToList();
            meant.ShouldNotBeEmpty(sample.Phrase);
            meant.ShouldAllBe(c => s.Looks.All(l => l.Category != c) && !s.Scene.Uncertain.Contains(c), sample.Phrase);
        }
    });

    [Fact]
    public void A_hand_is_said_only_of_the_one_person_of_whom_skin_reaches_in_from_the_edge()
    {
        var skin = new float[11];
        skin[10] = 0.7f; // brown
        skin[0] = 0.3f;
        ObjectLook Person(ObjectBox box, float[] colours) => new(box, box.Area, "person", true, colours, colours, null, default);
        var edge = new ObjectBox(0.7, 0.4, 0.3, 0.2);
        PhraseSample? Say(params ObjectLook[] people) => HandPhrases.Of(
            new SceneView(SceneOf([.. people.Select(person => (person, false))], null), people), [.. Enumerable.Range(0, people.Length)], new Random(1));
        Say(Person(edge, skin))!.Targets.ShouldBe([0]);
        Say(Person(edge, new float[11])).ShouldBeNull();
        Say(Person(new ObjectBox(0.3, 0.4, 0.3, 0.2), skin)).ShouldBeNull();
        Say(Person(edge, skin), Person(new ObjectBox(0, 0, 0.1, 0.3), skin)).ShouldBeNull();
    }

    [Fact]
    public void A_class_alone_names_the_only_thing_that_the_word_can_mean() => Scenes.Sample(s =>
    {
        foreach (var sample in Engine.Write(s.Scene, s.Looks, new Random(s.Seed)).Where(p => p.Kind is PhraseKind.Class or PhraseKind.Only))
        {
            var head = Head(sample.Phrase);
            s.Looks.Count(l => Words[l.Category].Contains(head)).ShouldBe(1, sample.Phrase);
            s.Scene.Uncertain.ShouldNotContain(s.Looks[sample.Targets.Single()].Category);
        }
    });

    [Fact]
    public void Left_and_right_hold_among_what_stands_out_and_after_mirroring_too() => Scenes.Sample(s =>
    {
        var mirrored = s.Looks.Select(l => l with { Box = l.Box with { X = 1 - l.Box.Right } }).ToList();
        foreach (var sample in Engine.Write(s.Scene, s.Looks, new Random(s.Seed)).Where(p => p.Kind == PhraseKind.Position))
        {
            IsWhereItSays(sample.Phrase, sample.Targets.Single(), s.Looks).ShouldBeTrue(sample.Phrase);
            IsWhereItSays(PhraseEngine.Mirror(sample.Phrase), sample.Targets.Single(), mirrored).ShouldBeTrue(sample.Phrase);
        }
    }, iter: 2000);

    [Fact]
    public void A_colour_is_the_targets_and_no_others() => Scenes.Sample(s =>
    {
        foreach (var sample in Engine.Write(s.Scene, s.Looks, new Random(s.Seed)).Where(p => p.Kind is PhraseKind.Colour or PhraseKind.AbsentAttribute or PhraseKind.Clothing))
        {
            var colour = ColourOf(sample.Phrase);
            if (colour < 0)
                continue;
            var head = Head(sample.Phrase);
            for (var i = 0; i < s.Looks.Count; i++)
            {
                if (!Words[s.Looks[i].Category].Contains(head))
                    continue;
                var part = s.Looks[i].Category != "person" ? s.Looks[i].Whole : PantsWords().IsMatch(sample.Phrase) ? s.Looks[i].Lower : s.Looks[i].Upper;
                part.ShouldNotBeNull("nothing may be said where one colour is unknown: " + sample.Phrase);
                (part[colour] > 0.3).ShouldBe(sample.Targets.Contains(i), sample.Phrase);
            }
        }
    }, iter: 2000);

    [Fact]
    public void A_plural_means_all_that_it_fits() => Scenes.Sample(s =>
    {
        foreach (var sample in Engine.Write(s.Scene, s.Looks, new Random(s.Seed)).Where(p => p.Kind == PhraseKind.Plural))
        {
            var (head, colour) = (Head(sample.Phrase), ColourOf(sample.Phrase));
            var fitting = Enumerable.Range(0, s.Looks.Count).Where(i => Words[s.Looks[i].Category].Contains(head)
                && (colour < 0 || (s.Looks[i].Category == "person" ? s.Looks[i].Upper! : s.Looks[i].Whole!)[colour] > 0.3));
            sample.Targets.Order().ShouldBe(fitting, sample.Phrase);
            if (Regex.IsMatch(sample.Phrase, @"\b(both|two)\b"))
                sample.Targets.Length.ShouldBe(2);
        }
    });

    [Fact]
    public void Relations_are_written_and_denied_by_the_boxes()
    {
        var (rider, horse, walker) = (new ObjectBox(0.2, 0.2, 0.15, 0.35), new ObjectBox(0.1, 0.4, 0.4, 0.4), new ObjectBox(0.8, 0.2, 0.1, 0.5));
        (ObjectLook, bool)[] things = [(Look("person", rider, 0, 0), false), (Look("horse", horse, 10, 10), false), (Look("person", walker, 0, 0), false)];
        var ridden = Phrases(things, 60);

        ridden.ShouldContain(p => p.Kind == PhraseKind.Relation && Regex.IsMatch(p.Phrase, "riding (the|a) (horse|pony|animal)"));
        ridden.Where(p => p.Kind == PhraseKind.Relation && p.Phrase.Contains("riding", StringComparison.Ordinal) && Words["person"].Contains(Head(p.Phrase))).ShouldAllBe(p => p.Targets.Single() == 0);
        ridden.ShouldNotContain(p => p.Kind == PhraseKind.AbsentRelation && p.Phrase.Contains("horse", StringComparison.Ordinal) && Words["person"].Contains(Head(p.Phrase)));

        things[0] = (Look("person", rider with { X = 0.62 }, 0, 0), false);
        var apart = Phrases(things, 200);
        apart.ShouldNotContain(p => p.Kind == PhraseKind.Relation && p.Phrase.Contains("riding", StringComparison.Ordinal));
        apart.ShouldContain(p => p.Kind == PhraseKind.AbsentRelation && Regex.IsMatch(p.Phrase, "riding (the|a) (horse|pony|animal)"));
    }

    [Fact]
    public void One_mask_over_a_whole_herd_is_the_target_of_the_plural_only()
    {
        var look = Look("cow", new ObjectBox(0.1, 0.1, 0.8, 0.5), ColourNames.Brown, ColourNames.Brown) with { IsSingle = false };
        var herd = RunLengthMask.FromCounts(1000, 1000, [1000000]);
        var scene = SceneOf([(look, false)], null);
        scene = scene with { Objects = [scene.Objects[0] with { Mask = herd, Flags = SceneObjectFlags.Union | SceneObjectFlags.PartOfGroup | SceneObjectFlags.SeveralTouching }] };
        var random = new Random(2);
        var present = Enumerable.Range(0, 50).SelectMany(_ => Engine.Write(scene, [look], random)).Where(p => !p.IsAbsent).ToList();

        present.ShouldNotBeEmpty();
        present.ShouldAllBe(p => p.Kind == PhraseKind.Plural && p.Targets.Single() == 0);
        present.ShouldAllBe(p => Regex.IsMatch(p.Phrase, "(cows|animals|cattle)$"));

        // Of pieces whose number is not known nothing is said.
        scene = scene with { Objects = [scene.Objects[0] with { Flags = SceneObjectFlags.Union | SceneObjectFlags.PartOfGroup }] };
        Engine.Write(scene, [look], random).ShouldAllBe(p => p.IsAbsent);
    }

    [Fact]
    public void Bystanders_are_left_out_of_some_rows_and_not_of_others()
    {
        (ObjectLook, bool)[] things =
        [
            (Look("dog", new ObjectBox(0.02, 0.5, 0.04, 0.05), 0, 0), false), (Look("dog", new ObjectBox(0.2, 0.4, 0.2, 0.4), 0, 0), false), (Look("dog", new ObjectBox(0.7, 0.4, 0.2, 0.4), 0, 0), false),
        ];
        var left = Phrases(things, 100).Where(p => p.Kind == PhraseKind.Position && Regex.IsMatch(p.Phrase, "left(most)?$|^(the )?left") && !p.Phrase.Contains("from", StringComparison.Ordinal) && !p.Phrase.Contains("bottom", StringComparison.Ordinal)).ToList();

        left.Select(p => p.Targets.Single()).Distinct().Order().ShouldBe([0, 1]);
    }

    [Fact]
    public void Absent_words_are_drawn_as_often_as_they_occur()
    {
        // Dogs in nine scenes of ten, cups in one of ten.
        var scenes = Enumerable.Range(0, 1000).Select(i => SceneOf([(Look(i % 10 == 0 ? "cup" : "dog", new ObjectBox(0.1, 0.1, 0.3, 0.3), 0, 0), false)], null)).ToList();
        var engine = new PhraseEngine(new PhraseFrequencies(scenes));
        var random = new Random(5);
        var absent = scenes.Select(s => engine.Draw(s, ObjectLooks.WithoutPixels(s), random, absentShare: 1)).Where(p => p?.Kind == PhraseKind.AbsentObject).ToList();

        // In this extreme set the scenes limit what can be drawn (dogs lack in a tenth only); what is drawn never exceeds them.
        absent.Count(p => Words["dog"].Contains(Head(p!.Phrase))).ShouldBeGreaterThan(40);
        new PhraseFrequencies(scenes)["dog"].ShouldBe(9, 1e-9);
        new PhraseFrequencies(scenes)["cup"].ShouldBe(1 / 9.0, 1e-9);
    }

    private static List<PhraseSample> Phrases((ObjectLook Look, bool Boxed)[] things, int times)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, times).SelectMany(_ => Engine.Write(SceneOf(things, null), [.. things.Select(t => t.Look)], random))];
    }

    private static ObjectLook Look(string category, ObjectBox box, int? colour, int below)
    {
        float[] Full(int index) => [.. Enumerable.Range(0, ColourNames.Count).Select(i => i == index ? 1f : 0f)];
        float[]? whole = colour is { } c ? [.. Enumerable.Range(0, ColourNames.Count).Select(i => ((i == c ? 1f : 0f) + (category == "person" && i == below ? 1f : category != "person" && i == c ? 1f : 0f)) / 2)] : null;
        return new ObjectLook(box, box.Area, category, true, whole, colour is { } u ? Full(u) : null, colour is null ? null : Full(below), default);
    }

    private static Scene SceneOf((ObjectLook Look, bool Boxed)[] things, string? uncertain) => new(
        "coco",
        1,
        "none.jpg",
        1000,
        1000,
        [.. things.Select((t, i) => new SceneObject(i, t.Look.Category, new ObjectBox(t.Look.Box.X * 1000, t.Look.Box.Y * 1000, t.Look.Box.Width * 1000, t.Look.Box.Height * 1000), t.Look.Area * 1e6, null, t.Boxed ? SceneObjectFlags.BoxOnly : SceneObjectFlags.Instance))],
        CategoryNames.Coco.ToHashSet(),
        uncertain is null ? new HashSet<string>() : [uncertain],
        [],
        null);

    // The first word that names a thing is the head of the phrase; clothing without a person heads "red shirt".
    private static string Head(string phrase)
    {
        var all = Words.Values.SelectMany(w => w).ToHashSet();
        return phrase.Split(' ').SkipWhile(w => !all.Contains(w)).TakeWhile(all.Contains).LastOrDefault() ?? ""; // "horse rider" is a rider
    }

    private static int ColourOf(string phrase)
    {
        var word = phrase.Split(' ').Select(w => w switch { "grey" or "silver" => "gray", "dark" => "black", "tan" or "wooden" => "brown", "ginger" => "orange", _ => w })
            .FirstOrDefault(w => ColourNames.All.Contains(w));
        return word is null ? -1 : ColourNames.All.ToList().IndexOf(word);
    }

    // An independent reading of a position phrase: true for some share of bystanders left out.
    private static bool IsWhereItSays(string phrase, int target, IReadOnlyList<ObjectLook> looks)
    {
        var head = Head(phrase);
        var alike = Enumerable.Range(0, looks.Count).Where(i => Words[looks[i].Category].Contains(head)).ToList();
        if (alike.Count == 1)
        {
            return phrase.Contains("left", StringComparison.Ordinal) ? looks[target].CenterX < 0.34
                : phrase.Contains("right", StringComparison.Ordinal) ? looks[target].CenterX > 0.66
                : Math.Abs(looks[target].CenterX - 0.5) < 0.1;
        }

        return new[] { 0, 0.08, 0.2, 0.3 }.Any(share =>
        {
            var peers = alike.Where(i => looks[i].Area >= share * alike.Max(j => looks[j].Area)).ToList();
            if (!peers.Contains(target))
                return false;
            var row = peers.OrderBy(i => looks[i].CenterX).ToList();
            if (phrase.Contains("second from", StringComparison.Ordinal) || phrase.Contains("2nd from", StringComparison.Ordinal))
                return row.IndexOf(target) == (phrase.Contains("left", StringComparison.Ordinal) ? 1 : row.Count - 2);
            if (phrase.Contains("third from", StringComparison.Ordinal) || phrase.Contains("3rd from", StringComparison.Ordinal))
                return row.IndexOf(target) == (phrase.Contains("left", StringComparison.Ordinal) ? 2 : row.Count - 3);
            if (CornerWords().Match(phrase) is { Success: true } corner)
            {
                var look = looks[target];
                return (corner.Groups[1].Value is "top" or "upper" ? look.CenterY < 0.45 : look.CenterY > 0.55) && (corner.Groups[2].Value == "left" ? look.CenterX < 0.4 : look.CenterX > 0.6);
            }

            if (phrase.Contains("left", StringComparison.Ordinal))
                return row[0] == target;
            if (phrase.Contains("right", StringComparison.Ordinal))
                return row[^1] == target;
            if (Regex.IsMatch(phrase, "middle|center"))
                return row.Count % 2 == 1 && row[row.Count / 2] == target;
            if (Regex.IsMatch(phrase, "closest|nearest|front|foreground"))
                return peers.MaxBy(i => looks[i].Area) == target;
            if (Regex.IsMatch(phrase, "back|farthest|furthest"))
                return peers.MinBy(i => looks[i].Area) == target;
            if (Regex.IsMatch(phrase, "top|upper|highest"))
                return peers.MinBy(i => looks[i].CenterY) == target;
            return Regex.IsMatch(phrase, "bottom|lower|lowest") && peers.MaxBy(i => looks[i].CenterY) == target;
        });
    }

    [GeneratedRegex("(top|upper|bottom|lower) (left|right)")]
    private static partial Regex CornerWords();

    [GeneratedRegex("pants|jeans|trousers")]
    private static partial Regex PantsWords();
}
