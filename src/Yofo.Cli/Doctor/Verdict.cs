namespace Yofo.Cli.Doctor;

/// <summary>How a thing stands.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Something works less well or not at all, the rest does.</summary>
    Warn,

    /// <summary>The tool cannot do its main job.</summary>
    Fail,
}
