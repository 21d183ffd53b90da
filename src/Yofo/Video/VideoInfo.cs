namespace Yofo.Video;

/// <summary>What is known of a source before its first frame is read.</summary>
/// <param name="Width">Width of every frame in pixels, after rotation.</param>
/// <param name="Height">Height of every frame in pixels, after rotation.</param>
/// <param name="FramesPerSecond">Frames per second, exact; the average where the rate varies; 25/1 for a folder of images.</param>
/// <param name="FrameCount">Frames as the container counts them, or null where it does not say; an edited file may give a few less.</param>
/// <param name="Duration">Length in seconds, or null where the container does not say.</param>
/// <param name="HasAudio">Whether there is sound.</param>
public sealed record VideoInfo(int Width, int Height, FrameRate FramesPerSecond, int? FrameCount, double? Duration, bool HasAudio)
{
    /// <summary>ffmpeg's name of the sound's codec, such as <c>aac</c>; null without sound.</summary>
    internal string? AudioCodec { get; init; }
}
