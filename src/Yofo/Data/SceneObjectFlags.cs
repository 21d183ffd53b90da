namespace Yofo.Data;

/// <summary>What the mask of an annotated object stands for (data/stills/README.md, "Extra fields of an annotation").</summary>
[Flags]
internal enum SceneObjectFlags
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>The mask is one object.</summary>
    Instance = 1,

    /// <summary>The mask is everything of its category in the picture.</summary>
    Union = 2,

    /// <summary>A connected piece of several: perhaps half an object, perhaps several that touch.</summary>
    PartOfGroup = 4,

    /// <summary>One connected mask that shows several objects.</summary>
    SeveralTouching = 8,

    /// <summary>One object of which only the box is known.</summary>
    BoxOnly = 16,
}
