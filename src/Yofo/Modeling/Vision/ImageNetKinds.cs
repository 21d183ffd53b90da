namespace Yofo.Modeling.Vision;

/// <summary>Which of ImageNet's 1000 classes are kinds of which of the detector's 80; classes that are kinds of none stay out.</summary>
internal static class ImageNetKinds
{
    // Indices of classes, runs by first and last; checked by name in the tests.
    private static readonly (string Name, string Classes)[] Kinds =
    [
        ("bird", "7-24 80-100 127-146"),
        ("cat", "281-285"),
        ("dog", "151-268"),
        ("horse", "339"),
        ("sheep", "348-349"),
        ("cow", "345"),
        ("elephant", "385-386"),
        ("bear", "294-297"),
        ("zebra", "340"),
        ("bicycle", "444 671"),
        ("motorcycle", "665 670"),
        ("car", "407 436 468 511 609 627 656 661 751 817"),
        ("bus", "654 779 874"),
        ("truck", "555 569 675 717 864 867"),
        ("train", "466 547 705 820 829"),
        ("airplane", "404 895"),
        ("boat", "472 484 554 576 625 628 724 780 814 914"),
        ("traffic light", "920"),
        ("parking meter", "704"),
        ("bench", "703"),
        ("backpack", "414"),
        ("handbag", "636 748"),
        ("umbrella", "879"),
        ("tie", "906"),
        ("skis", "795"),
        ("sports ball", "429-430 522 574 722 768 805 852 890"),
        ("tennis racket", "752"),
        ("bottle", "440 503 585 631 711 720 737 804 838 898-899 901 907"),
        ("cup", "504 968"),
        ("banana", "954"),
        ("apple", "948"),
        ("orange", "950"),
        ("broccoli", "937"),
        ("hot dog", "934"),
        ("pizza", "963"),
        ("chair", "423 559 765"),
        ("couch", "831"),
        ("potted plant", "738"),
        ("bed", "564"),
        ("dining table", "532"),
        ("tv", "664 782 851"),
        ("laptop", "620 681"),
        ("mouse", "673"),
        ("remote", "761"),
        ("keyboard", "508 878"),
        ("cell phone", "487"),
        ("microwave", "651"),
        ("oven", "827"),
        ("toaster", "859"),
        ("sink", "896"),
        ("refrigerator", "760"),
        ("clock", "409 530 892"),
        ("vase", "883"),
        ("teddy bear", "850"),
        ("hair drier", "589"),
    ];

    /// <summary>For each of ImageNet's classes the index of the detector's class that it is a kind of, or -1.</summary>
    public static IReadOnlyList<int> InCoco { get; } = Table();

    private static int[] Table()
    {
        var (table, names) = (new int[EfficientLite.ClassCount], CocoNames.All.ToList());
        Array.Fill(table, -1);
        foreach (var (name, classes) in Kinds)
        {
            foreach (var run in classes.Split(' ').Select(text => Array.ConvertAll(text.Split('-'), int.Parse)))
            {
                table.AsSpan(run[0], run[^1] - run[0] + 1).Fill(names.IndexOf(name));
            }
        }

        return table;
    }
}
