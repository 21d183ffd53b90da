namespace Yofo.Modeling.Vision;

/// <summary>What follows a frozen convolution's bias.</summary>
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
}
