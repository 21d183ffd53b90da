using System.Runtime.InteropServices;
using Yofo.Data;
using Yofo.Modeling;

namespace Yofo.Training;

/// <summary>How a picture's candidates overlap with the boxes of what is really there; all boxes as shares of the frame.</summary>
internal static class TrainingBoxes
{
    /// <summary>The valid candidates' boxes, in order.</summary>
    public static ObjectBox[] Of(CandidateFeatures candidates)
    {
        using var boxes = candidates.Boxes.cpu().contiguous();
        var count = (int)candidates.Valid.sum().item<float>();
        var values = MemoryMarshal.Cast<byte, float>(boxes.bytes);
        var result = new ObjectBox[count];
        for (var index = 0; index < count; index++)
        {
            var side = values.Slice(index * 4, 4);
            result[index] = new ObjectBox(side[0], side[1], side[2] - side[0], side[3] - side[1]);
        }

        return result;
    }

    /// <summary>Overlap (IoU) of each candidate with an object's box.</summary>
    public static float[] Overlaps(ObjectBox[] candidates, ObjectBox truth) =>
        [.. candidates.Select(box => (float)box.IntersectionOverUnion(truth))];

    /// <summary>A box in pixels as shares of its picture.</summary>
    public static ObjectBox Share(ObjectBox box, int width, int height) =>
        new(box.X / width, box.Y / height, box.Width / width, box.Height / height);
}
