using Yofo.Data;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Gathers what teaches the choice among candidates: stills with generated phrases, real phrases with boxes and no picture
/// (position and order), and the training clips with their written phrases. Development pictures never come in here.
/// </summary>
/// <param name="options">Numbers of phrases, seed.</param>
/// <param name="cache">Features of the pictures.</param>
/// <param name="language">Names classes from nouns where there is no picture.</param>
/// <param name="image">Says what candidates look like.</param>
internal sealed class ChoiceData(TrainingOptions options, FeatureCache cache, LanguageEncoder language, ImageEncoder image)
{
    private const float NearName = 0.45f; // least cosine of a noun phrase with a class name [ours; minilm.md: others 0.34]

    private readonly Dictionary<string, int> classes = image.ClassNames.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
    private readonly List<CandidateFeatures> pictures = [];
    private readonly Random random = new(options.Seed);

    /// <summary>The pairs gathered so far.</summary>
    public ChoiceSamples Samples { get; } = new(image.CandidateCount);

    /// <summary>What written phrases brought; null before there were stills.</summary>
    public WrittenLessons? Written { get; private set; }

    /// <summary>The candidates of all pictures gathered, which are not kept here any longer.</summary>
    /// <exception cref="YofoException">There are none.</exception>
    public CandidateBank Bank()
    {
        if (pictures.Count == 0)
        {
            throw new YofoException("The choice has nothing to learn from: no picture with a phrase has features in the cache. Check the folders given with --data and --dataset, and 'clipStride'.");
        }

        var bank = new CandidateBank(pictures);
        foreach (var values in pictures.SelectMany(picture => picture.Tensors))
        {
            values.Dispose();
        }

        pictures.Clear();
        return bank;
    }

    /// <summary>Adds stills with generated phrases, with what their captions say and with what was written of them; half of the phrases go to the mirrored picture.</summary>
    /// <param name="scenes">The stills; no development picture is among them.</param>
    /// <param name="written">What was written of stills; that of others than these is left out.</param>
    public void AddStills(IReadOnlyList<Scene> scenes, WrittenPhrases written)
    {
        var known = scenes.Where(scene => cache.Contains(PictureFeatures.Key(scene, 0))).ToList();
        var engine = new PhraseEngine(new PhraseFrequencies(known));
        var views = SceneViews.Look(known);
        var told = views.ToDictionary(view => view, Told);
        var byCategory = told.Values.SelectMany(phrases => phrases).ToLookup(phrase => phrase.Subject.Categories[0]);
        Written = new WrittenLessons(options, known, written, language.WordsOf, random);
        foreach (var view in views)
        {
            var candidates = cache.LoadCandidates(PictureFeatures.Key(view.Scene, 0));
            var boxes = TrainingBoxes.Of(candidates);
            pictures.Add(candidates);
            AddGenerated(engine, view, boxes);
            AddCaptions(view, boxes, told[view], byCategory);
            foreach (var lesson in Written.Of(view.Scene))
            {
                Add(view, boxes, lesson.Phrase, lesson.Targets, lesson.Mirrored);
            }
        }
    }

    /// <summary>Adds real phrases with boxes and no picture: the boxes that somebody pointed at are the candidates.</summary>
    /// <param name="images">The photos' phrases.</param>
    /// <param name="development">Photos of the development sets, by COCO id: what people wrote of them is left out.</param>
    public void AddTexts(IReadOnlyList<TextImage> images, IReadOnlySet<long> development)
    {
        var usable = images.Where(photo => photo.Objects.Count >= 2 && !development.Contains(photo.CocoId)).ToList();
        var classOf = ClassOfPhrases(usable.SelectMany(photo => photo.Objects).SelectMany(Phrases));
        foreach (var photo in usable)
        {
            using var scope = NewDisposeScope();
            var objects = photo.Objects.Take(image.CandidateCount).ToList();
            var (width, height) = Size(objects);
            var boxes = objects.Select(thing => TrainingBoxes.Share(thing.Box, width, height)).ToArray();
            pictures.Add(Bare(boxes, objects.Select(thing => ClassOf(thing, classOf)).ToArray()).Map(values => values.MoveToOuterDisposeScope()));
            for (var index = 0; index < objects.Count; index++)
            {
                var overlaps = TrainingBoxes.Overlaps(boxes, boxes[index]);
                foreach (var phrase in Phrases(objects[index]))
                {
                    // Once as it is, once mirrored; without a picture nothing is said of presence.
                    Samples.Add(pictures.Count - 1, phrase, false, [overlaps], judgePresence: false);
                    if (PhraseMirror.CanMirror(phrase))
                    {
                        Samples.Add(pictures.Count - 1, PhraseEngine.Mirror(phrase), true, [overlaps], judgePresence: false);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Adds videos: their phrases, those that were written to fit nothing in them, and as many of other videos, which fit nothing either. Photos get none of these, and teach nothing of presence:
    /// what people wrote of one photo ("man on the left") is true of many.
    /// </summary>
    public void AddVideos(IReadOnlyList<TrainingVideo> videos, int every)
    {
        var films = videos.Where(video => !video.IsPhoto).ToList();
        foreach (var video in videos)
        {
            for (var frame = 0; frame < video.Frames; frame += every)
            {
                if (!cache.Contains(video.Key(frame)) || video.Mask(frame, []) is null)
                {
                    continue;
                }

                var candidates = cache.LoadCandidates(video.Key(frame));
                pictures.Add(candidates);
                AddFrame(video, frame, TrainingBoxes.Of(candidates));
                foreach (var (number, phrase) in video.Unfit.Index())
                {
                    AddUnfit(phrase, number);
                }

                for (var wrong = 0; !video.IsPhoto && films.Count > 1 && wrong < 2 * Math.Min(4, video.Phrases.Count); wrong++)
                {
                    if (PhraseElsewhere(video, films) is { } phrase)
                    {
                        AddUnfit(phrase, wrong);
                    }
                }
            }
        }
    }

    private IReadOnlyList<CaptionPhrase> Told(SceneView view) =>
        options.CaptionDraws == 0 ? [] : [.. CaptionPhrases.Of(view).Where(phrase => PhraseMirror.CanMirror(phrase.Text))];

    private void AddGenerated(PhraseEngine engine, SceneView view, ObjectBox[] boxes)
    {
        for (var draw = 0; draw < options.PhrasesPerStill && engine.Draw(view, random, options.AbsentShare) is { } sample; draw++)
        {
            Add(view, boxes, sample.Phrase, sample.Targets, draw % 2 == 1);
        }
    }

    // What captions say of one thing, where it is true and where it is not: the same subject, but another sex or things that are not there.
    private void AddCaptions(SceneView view, ObjectBox[] boxes, IReadOnlyList<CaptionPhrase> told, ILookup<string, CaptionPhrase> byCategory)
    {
        var wrong = told.Select(phrase => phrase.Subject.Categories[0]).Distinct().SelectMany(category => byCategory[category])
            .Where(phrase => !told.Contains(phrase) && phrase.IsAbsentFrom(view)).ToList(); // its own may name what annotators left out
        foreach (var phrase in told)
        {
            for (var draw = 0; draw < options.CaptionDraws; draw++)
            {
                Add(view, boxes, phrase.Text, [phrase.Target], draw % 2 == 1);
                if (wrong.Count > 0)
                {
                    Add(view, boxes, wrong[random.Next(wrong.Count)].Text, [], draw % 2 == 1);
                }
            }
        }
    }

    // To the picture that was added last.
    private void Add(SceneView view, ObjectBox[] boxes, string phrase, IEnumerable<int> targets, bool mirrored)
    {
        var overlaps = targets
            .Select(target => TrainingBoxes.Overlaps(boxes, TrainingBoxes.Share(view.Scene.Objects[target].Box, view.Scene.Width, view.Scene.Height)))
            .ToList();
        Samples.Add(pictures.Count - 1, mirrored ? PhraseEngine.Mirror(phrase) : phrase, mirrored, overlaps);
    }

    // To the picture that was added last, every second one mirrored, the words as well.
    private void AddUnfit(string phrase, int number)
    {
        var mirrored = PhraseMirror.IsMirrored(number, phrase);
        Samples.Add(pictures.Count - 1, mirrored ? PhraseEngine.Mirror(phrase) : phrase, mirrored, []);
    }

    private string? PhraseElsewhere(TrainingVideo video, List<TrainingVideo> films)
    {
        var other = films[random.Next(films.Count)];
        return other.Shares(video) || other.Phrases.Count == 0 ? null : other.Phrases[random.Next(other.Phrases.Count)].Text;
    }

    private void AddFrame(TrainingVideo video, int frame, ObjectBox[] boxes)
    {
        var known = new Dictionary<long, float[]?>();
        foreach (var phrase in video.Phrases.Where(phrase => phrase.WholeVideo || frame < video.Frames / 3))
        {
            var overlaps = new List<float[]>();
            foreach (var thing in phrase.Objects)
            {
                if (!known.TryGetValue(thing, out var own))
                {
                    known[thing] = own = Overlaps(video, frame, thing, boxes);
                }

                if (own is not null)
                {
                    overlaps.Add(own);
                }
            }

            if (overlaps.Count == 0)
            {
                continue; // out of sight; whether the phrase then counts as absent is for the video stage
            }

            Samples.Add(pictures.Count - 1, phrase.Text, false, overlaps, judgePresence: !video.IsPhoto);
            if (PhraseMirror.CanMirror(phrase.Text))
            {
                Samples.Add(pictures.Count - 1, PhraseEngine.Mirror(phrase.Text), true, overlaps, judgePresence: !video.IsPhoto);
            }
        }
    }

    // Null where the object is out of sight.
    private static float[]? Overlaps(TrainingVideo video, int frame, long thing, ObjectBox[] boxes)
    {
        var (width, height, pixels) = video.Mask(frame, [thing])!.Value;
        var box = RunLengthMask.FromPixels(width, height, pixels).Box;
        return box.Width == 0 ? null : TrainingBoxes.Overlaps(boxes, TrainingBoxes.Share(new ObjectBox(box.X, box.Y, box.Width, box.Height), width, height));
    }

    private static IEnumerable<string> Phrases(TextObject thing) => thing.Phrases.Where(phrase => !string.IsNullOrWhiteSpace(phrase));

    // The class that most of an object's phrases name, or -1; the sets name no category.
    private static int ClassOf(TextObject thing, Dictionary<string, int> classOf)
    {
        var named = Phrases(thing).Select(phrase => classOf[phrase]).Where(index => index >= 0).ToList();
        return named.Count == 0 ? -1 : named.GroupBy(index => index).MaxBy(group => group.Count())!.Key;
    }

    // The class that each phrase's noun surely names, else the one that its first noun phrase comes nearest to; -1 where none is near.
    private Dictionary<string, int> ClassOfPhrases(IEnumerable<string> phrases)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var names = language.Names(image.ClassNames).transpose(0, 1);                                         // [D, C]
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var chunk in phrases.Distinct(StringComparer.Ordinal).Chunk(1024))
        {
            using var step = NewDisposeScope();
            var nouns = language.call(chunk).NounPhrase;
            var (best, index) = (nouns / nouns.norm(1, keepdim: true).clamp_min(1e-6)).matmul(names).max(1);
            var (near, number) = (best.cpu().data<float>().ToArray(), index.cpu().data<long>().ToArray());
            for (var row = 0; row < chunk.Length; row++)
            {
                found[chunk[row]] = Named(chunk[row]) ?? (near[row] > NearName ? (int)number[row] : -1);
            }
        }

        return found;
    }

    private int? Named(string phrase) =>
        NounClasses.Of(BareNoun.Of(language.WordsOf(phrase))) is [var name] && classes.TryGetValue(name, out var index) ? index : null;

    // COCO photos are 640 on the long side, most of them 640x480.
    private static (int Width, int Height) Size(IReadOnlyList<TextObject> objects)
    {
        var (right, bottom) = (objects.Max(thing => thing.Box.Right), objects.Max(thing => thing.Box.Bottom));
        return bottom > 480 && right <= 480 ? (480, 640) : ((int)Math.Max(640, right), (int)Math.Max(bottom > 480 ? 640 : 480, bottom));
    }

    private CandidateFeatures Bare(ObjectBox[] boxes, int[] classes)
    {
        var count = image.CandidateCount;
        var (sides, scores, valid) = (new float[count * 4], new float[count * image.ClassNames.Count], new float[count]);
        for (var index = 0; index < boxes.Length; index++)
        {
            var box = boxes[index];
            (sides[index * 4], sides[(index * 4) + 1], sides[(index * 4) + 2], sides[(index * 4) + 3]) =
                ((float)box.X, (float)box.Y, (float)box.Right, (float)box.Bottom);
            valid[index] = 1;
            if (classes[index] >= 0)
            {
                scores[(index * image.ClassNames.Count) + classes[index]] = 0.6f; // about what the detector gives a clear object
            }
        }

        return new CandidateFeatures(
            tensor(sides).reshape(1, count, 4), tensor(scores).reshape(1, count, image.ClassNames.Count), zeros(1, count, 33),
            zeros(1, count, image.AppearanceChannels), tensor(valid).reshape(1, count));
    }
}
