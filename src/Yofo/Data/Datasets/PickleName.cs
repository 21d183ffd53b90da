namespace Yofo.Data.Datasets;

/// <summary>The name of something of Python's in a pickle, such as <c>collections.OrderedDict</c>: a text, and never more.</summary>
internal sealed record PickleName(string Text);
