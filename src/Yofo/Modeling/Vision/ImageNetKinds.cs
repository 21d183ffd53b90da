namespace Yofo.Modeling.Vision;

/// <summary>Which of ImageNet's 1000 classes are kinds of which of the detector's 80; classes that are kinds of none stay out.</summary>
internal static class ImageNetKinds
{
    // First and last index of each run of classes; checked by name in the tests.
    private static readonly (string Name, int[] Runs)[] Kinds =
    [
        ("bird", [7, 24, 80, 100, 127, 146]),
        ("cat", [281, 285]),
        ("dog", [151, 268]),
        ("horse", [339, 339]),
        ("sheep", [348, 349]),
        ("cow", [345, 345]),
        ("elephant", [385, 386]),
        ("bear", [294, 297]),
        ("zebra", [340, 340]),
        ("bicycle", [444, 444, 671, 671]),
        ("motorcycle", [665, 665, 670, 670]),
        ("car", [407, 407, 436, 436, 468, 468, 511, 511, 609, 609, 627, 627, 656, 656, 661, 661, 751, 751, 817, 817]),
        ("bus", [654, 654, 779, 779, 874, 874]),
        ("truck", [555, 555, 569, 569, 675, 675, 717, 717, 864, 864, 867, 867]),
        ("train", [466, 466, 547, 547, 705, 705, 820, 820, 829, 829]),
        ("airplane", [404, 404, 895, 895]),
        ("boat", [472, 472, 484, 484, 554, 554, 576, 576, 625, 625, 628, 628, 724, 724, 780, 780, 814, 814, 914, 914]),
        ("traffic light", [920, 920]),
        ("parking meter", [704, 704]),
        ("bench", [703, 703]),
        ("backpack", [414, 414]),
        ("handbag", [636, 636, 748, 748]),
        ("umbrella", [879, 879]),
        ("tie", [906, 906]),
        ("skis", [795, 795]),
        ("sports ball", [429, 430, 522, 522, 574, 574, 722, 722, 768, 768, 805, 805, 852, 852, 890, 890]),
        ("tennis racket", [752, 752]),
        ("bottle", [440, 440, 503, 503, 585, 585, 631, 631, 711, 711, 720, 720, 737, 737, 804, 804, 838, 838, 898, 899, 901, 901, 907, 907]),
        ("cup", [504, 504, 968, 968]),
        ("banana", [954, 954]),
        ("apple", [948, 948]),
        ("orange", [950, 950]),
        ("broccoli", [937, 937]),
        ("hot dog", [934, 934]),
        ("pizza", [963, 963]),
        ("chair", [423, 423, 559, 559, 765, 765]),
        ("couch", [831, 831]),
        ("potted plant", [738, 738]),
        ("bed", [564, 564]),
        ("dining table", [532, 532]),
        ("tv", [664, 664, 782, 782, 851, 851]),
        ("laptop", [620, 620, 681, 681]),
        ("mouse", [673, 673]),
        ("remote", [761, 761]),
        ("keyboard", [508, 508, 878, 878]),
        ("cell phone", [487, 487]),
        ("microwave", [651, 651]),
        ("oven", [827, 827]),
        ("toaster", [859, 859]),
        ("sink", [896, 896]),
        ("refrigerator", [760, 760]),
        ("clock", [409, 409, 530, 530, 892, 892]),
        ("vase", [883, 883]),
        ("teddy bear", [850, 850]),
        ("hair drier", [589, 589]),
    ];

    /// <summary>For each of ImageNet's classes the index of the detector's class that it is a kind of, or -1.</summary>
    public static IReadOnlyList<int> InCoco { get; } = Table();

    private static int[] Table()
    {
        var table = new int[EfficientLite.ClassCount];
        Array.Fill(table, -1);
        foreach (var (name, runs) in Kinds)
        {
            for (var run = 0; run < runs.Length; run += 2)
            {
                table.AsSpan(runs[run], runs[run + 1] - runs[run] + 1).Fill(CocoNames.All.ToList().IndexOf(name));
            }
        }

        return table;
    }
}
