namespace Yofo.Engine;

/// <summary>What follows a convolution.</summary>
internal enum Activation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6), MobileNet's.</summary>
    Relu6,

    /// <summary>x where positive, 0.1 x elsewhere [upstream: NanoDet].</summary>
    LeakyRelu,

    /// <summary>x times the share of a normal distribution below x.</summary>
    Gelu,
}
