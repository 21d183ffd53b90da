namespace Yofo.Data;

/// <summary>What a synthetic phrase relies on.</summary>
internal enum PhraseKind
{
    /// <summary>The name of the class alone.</summary>
    Class,

    /// <summary>Says that there is only one.</summary>
    Only,

    /// <summary>Where it is in the picture or in the row.</summary>
    Position,

    /// <summary>How big it is beside its like.</summary>
    Size,

    /// <summary>Its colour.</summary>
    Colour,

    /// <summary>The colour of what a person wears.</summary>
    Clothing,

    /// <summary>How it stands to another object.</summary>
    Relation,

    /// <summary>Colour and position together.</summary>
    Combined,

    /// <summary>Several objects at once.</summary>
    Plural,

    /// <summary>A hand or an arm, which is all that is seen of a person.</summary>
    Part,

    /// <summary>Which way it moves; of clips only.</summary>
    Motion,

    /// <summary>Nothing of the class is there.</summary>
    AbsentObject,

    /// <summary>The class is there, but not like that.</summary>
    AbsentAttribute,

    /// <summary>The class is there, but does not stand so to another.</summary>
    AbsentRelation,
}
