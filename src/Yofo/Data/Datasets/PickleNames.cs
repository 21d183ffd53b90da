namespace Yofo.Data.Datasets;

/// <summary>Names of Python's that one kind of pickle uses, and the data that each stands for here. Whatever it does not know is refused.</summary>
internal abstract class PickleNames
{
    /// <summary>What a person can do about a pickle that uses other names; the end of a sentence.</summary>
    public abstract string Mend { get; }

    /// <summary>Whether a name is one of them.</summary>
    public abstract bool Knows(string name);

    /// <summary>The data outside the pickle that an id stands for; null to refuse.</summary>
    public abstract object? Stored(object? id);

    /// <summary>The data that a name and arguments describe; null to refuse.</summary>
    public abstract object? Made(string name, object?[] arguments);
}
