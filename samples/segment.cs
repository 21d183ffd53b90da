// The library in thirty lines. From the root: dotnet run samples/segment.cs -- samples/cockatoo.mp4 "the white bird"
#:project ../src/Yofo/Yofo.csproj

using Yofo;
using Yofo.Video;

if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: dotnet run samples/segment.cs -- VIDEO PHRASE [PHRASE ...]");
    return 2;
}

try
{
    using IFrameSource video = FrameSource.Open(args[0]);
    using var segmenter = Segmenter.Load(new SegmenterOptions { ModelFolder = "models" });
    foreach (var mask in segmenter.Run(video.Read(), args[1..])) // mask.Indices: a byte a pixel, 0 background, k the k-th phrase
    {
        foreach (var found in mask.Objects)
        {
            Console.WriteLine($"{mask.Time,7:0.00} s  {args[found.Phrase]}: {(found.Present ? $"{found.Area} pixels, score {found.Score:0.00}" : "absent")}");
        }
    }

    return 0;
}
catch (YofoException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
