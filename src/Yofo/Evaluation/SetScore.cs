namespace Yofo.Evaluation;

/// <summary>One of Ref-DAVIS17's four sets of phrases; all means are over objects.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Objects">Objects scored.</param>
/// <param name="J">Mean J, objects matched so that the total is greatest: how peers report it.</param>
/// <param name="F">Mean F, matched.</param>
/// <param name="ByIdJ">Mean J, each phrase held to its own object.</param>
/// <param name="ByIdF">Mean F, by id.</param>
internal sealed record SetScore(string Set, int Objects, double J, double F, double ByIdJ, double ByIdF);
