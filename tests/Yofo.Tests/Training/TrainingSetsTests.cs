using System.Globalization;
using System.Text;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Data.Datasets;
using Yofo.Tests.Data.Datasets;
using Yofo.Training;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

/// <summary>The public data sets in their official layouts, each through the whole way of training.</summary>
public sealed class TrainingSetsTests : IDisposable
{
    private const int Width = 128, Height = 96;
    private static readonly string[] Frames = ["00000", "00001"];

    private readonly SmallTree tree = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Ref_DAVIS17_trains()
    {
        foreach (var set in RefDavis17.Sets)
        {
            tree.Text($"davis_text_annotations/Davis17_{set}.txt", $"bear 1 \"the red box, {set}\"\nbear 2 \"a blue box\"\nboat 1 \"something red\"\nboat 2 \"the box on the right\"\n");
        }

        tree.Text("DAVIS/ImageSets/2017/train.txt", "bear\nboat\n");
        foreach (var name in new[] { "bear", "boat" })
        {
            Paint($"DAVIS/JPEGImages/480p/{name}", $"DAVIS/Annotations_unsupervised/480p/{name}");
        }

        Trains("ref-davis17", "Ref-DAVIS17, train: 2 videos, 16 phrases");
    }

    [Fact]
    public void Ref_YouTube_VOS_trains()
    {
        tree.Text("meta_expressions/train/meta_expressions.json", """
            {"videos": {
              "0a": {"expressions": {"0": {"exp": "the red box", "obj_id": "1"}, "1": {"exp": "a blue box on the right", "obj_id": "2"}}, "frames": ["00000", "00001"]},
              "0b": {"expressions": {"0": {"exp": "a thing that moves", "obj_id": "2"}}, "frames": ["00000", "00001"]}}}
            """);
        Paint("train/JPEGImages/0a", "train/Annotations/0a");
        Paint("train/JPEGImages/0b", "train/Annotations/0b");
        Trains("ref-youtube-vos", "Ref-YouTube-VOS, train: 2 videos, 3 phrases");
    }

    [Fact]
    public void A_run_that_is_stopped_while_a_video_is_read_ends_without_weights()
    {
        tree.Text("meta_expressions/train/meta_expressions.json", """{"videos": {"0a": {"expressions": {"0": {"exp": "the red box", "obj_id": "1"}}, "frames": ["00000", "00001"]}}}""");
        Paint("train/JPEGImages/0a", "train/Annotations/0a");
        using var stop = new CancellationTokenSource();
        var run = new TrainingRun(folder.At("run"), line =>
        {
            if (line.Contains("1 videos", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        var config = ConfigFile.Load(Path.Combine(Shared.Root, "configs", "tiny.json"));
        new Trainer(config, new ModelFolder(folder.Path), run, null, [ReferringDataset.Load("ref-youtube-vos", tree.Root, "train")], folder.At("cache"), CPU).Run(null, null, stop.Token).ShouldBeNull();
        stop.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void RefCOCO_trains_by_random_affine_transformation()
    {
        Paint("train2014", null, number => $"COCO_train2014_{number + 7:D12}");
        var pickle = new StringBuilder("(lp0\n");
        foreach (var (id, annotation, image, text) in new[] { (0, 51, 7, "left one"), (1, 52, 7, "blue box"), (2, 53, 8, "red") })
        {
            pickle.Append(CultureInfo.InvariantCulture, $"(dS'ref_id'\nI{id}\nsS'ann_id'\nI{annotation}\nsS'file_name'\nS'COCO_train2014_{image:D12}_{id}.jpg'\nsS'image_id'\nI{image}\nsS'split'\nS'train'\nsS'category_id'\nI1\nsS'sentences'\n(l(dS'tokens'\n(lS'{text}'\nasS'raw'\nS'{text}'\nsS'sent_id'\nI{id}\nsS'sent'\nS'{text}'\nsasa");
        }

        tree.Text("refcoco/refs(unc).p", pickle.Append('.').ToString());
        tree.Text("refcoco/instances.json", """
            {"images": [{"id": 7, "file_name": "COCO_train2014_000000000007.jpg", "width": 128, "height": 96}, {"id": 8, "file_name": "COCO_train2014_000000000008.jpg", "width": 128, "height": 96}],
             "annotations": [
               {"id": 51, "image_id": 7, "segmentation": [[12, 20, 52, 20, 52, 70, 12, 70]], "iscrowd": 0},
               {"id": 52, "image_id": 7, "segmentation": [[76, 20, 116, 20, 116, 70, 76, 70]], "iscrowd": 0},
               {"id": 53, "image_id": 8, "segmentation": [[12, 21, 52, 21, 52, 71, 12, 71]], "iscrowd": 0}]}
            """);
        Trains("refcoco", "RefCOCO, train: 2 pictures, 3 phrases");
        Directory.EnumerateFiles(folder.At("cache"), "*-1.safetensors", SearchOption.AllDirectories).Count().ShouldBe(2, "a warped view of each photo");
    }

    [Fact]
    public void Without_any_set_or_folder_the_tool_says_what_to_name()
    {
        var (code, _, error) = Cli.Tool.Run(folder.Path, "train", "--config", Path.Combine(Shared.Root, "configs", "tiny.json"));
        (code, error.Contains("--data", StringComparison.Ordinal)).ShouldBe((2, true), error);
    }

    public void Dispose()
    {
        tree.Dispose();
        folder.Dispose();
    }

    private void Trains(string name, string said)
    {
        var tiny = ConfigFile.Load(Path.Combine(Shared.Root, "configs", "tiny.json"));
        var config = tiny with
        {
            Training = tiny.Training with { ClipStride = 1, ChoiceSteps = 2, ChoiceBatch = 4, OutlineSteps = 2, OutlineBatch = 4, WholeSteps = 3, WholeFrames = 2, WholePhrases = 2, CheckpointSteps = 1 },
        };
        var lines = new List<string>();
        var run = new TrainingRun(folder.At("run"), lines.Add);
        var weights = new Trainer(config, new ModelFolder(folder.Path), run, null, [ReferringDataset.Load(name, tree.Root, "train")], folder.At("cache"), CPU)
            .Run(null, null, TestContext.Current.CancellationToken).ShouldNotBeNull();
        lines.ShouldContain(line => line.EndsWith(said, StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains("whole: 2 clips", StringComparison.Ordinal));
        using var network = new ModelFolder(folder.Path).Load(weights, CPU);
        network.Options.ShouldBe(config.Network);
        network.parameters().All(parameter => parameter.isfinite().all().item<bool>()).ShouldBeTrue();
    }

    // A red box left (1) and a blue one right (2), a little lower in the second frame.
    private void Paint(string pictures, string? masks, Func<int, string>? name = null)
    {
        for (var number = 0; number < Frames.Length; number++)
        {
            using var picture = new SKBitmap(Width, Height);
            using var canvas = new SKCanvas(picture);
            canvas.Clear(new SKColor(200, 210, 190));
            var pixels = new byte[Width * Height];
            foreach (var (value, left, colour) in new[] { (1, 12, SKColors.Red), (2, 76, SKColors.Blue) })
            {
                using var paint = new SKPaint { Color = colour };
                canvas.DrawRect(left, 20 + number, 40, 50, paint);
                for (var row = 20 + number; row < 70 + number; row++)
                {
                    pixels.AsSpan((row * Width) + left, 40).Fill((byte)value);
                }
            }

            using var data = picture.Encode(SKEncodedImageFormat.Jpeg, 90);
            tree.Bytes($"{pictures}/{name?.Invoke(number) ?? Frames[number]}.jpg", data.ToArray());
            if (masks is not null)
            {
                tree.Mask($"{masks}/{Frames[number]}.png", Width, Height, pixels);
            }
        }
    }
}
