using Yofo.Motion;

namespace Yofo.Inference;

/// <summary>A frame whose gray picture is there for whoever needs it.</summary>
internal interface IHasLuminance
{
    /// <summary>The gray picture; made when it is first asked for.</summary>
    Luminance Luminance { get; }
}
