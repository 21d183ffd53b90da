namespace Yofo.Data;

/// <summary>One name a category, whatever data set it comes from: COCO's, and the sources' own for what COCO does not have.</summary>
internal static class CategoryNames
{
    /// <summary>The 80 categories of COCO, in its order.</summary>
    public static IReadOnlyList<string> Coco { get; } =
    [
        "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light", "fire hydrant", "stop sign",
        "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella",
        "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard",
        "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange",
        "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet", "tv",
        "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase",
        "scissors", "teddy bear", "hair drier", "toothbrush",
    ];

    /// <summary>The 20 categories of PASCAL VOC by their canonical names.</summary>
    public static IReadOnlyList<string> Voc { get; } =
    [
        "airplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "dining table", "dog", "horse", "motorcycle",
        "person", "potted plant", "sheep", "couch", "train", "tv",
    ];

    /// <summary>Categories that look or serve alike: COCO's supercategories, people left out.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Kinds { get; } =
    [
        ["bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat"],
        ["traffic light", "fire hydrant", "stop sign", "parking meter", "bench"],
        ["bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"],
        ["backpack", "umbrella", "handbag", "tie", "suitcase"],
        ["frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket"],
        ["bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl"],
        ["banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake"],
        ["chair", "couch", "potted plant", "bed", "dining table", "toilet"],
        ["tv", "laptop", "mouse", "remote", "keyboard", "cell phone"],
        ["microwave", "oven", "toaster", "sink", "refrigerator"],
        ["book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush"],
    ];

    /// <summary>The canonical name of a category.</summary>
    public static string Canonical(string name) => name switch
    {
        "sofa" => "couch",
        "tv monitor" or "tvmonitor" or "tv/monitor" => "tv",
        "motorbike" => "motorcycle",
        "aeroplane" => "airplane",
        "diningtable" => "dining table",
        "pottedplant" => "potted plant",
        _ => name,
    };
}
