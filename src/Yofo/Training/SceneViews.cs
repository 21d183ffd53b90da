using Yofo.Data;
using Yofo.Engine;

namespace Yofo.Training;

/// <summary>Looks at the pictures of scenes, several at once.</summary>
internal static class SceneViews
{
    /// <summary>The scenes with the looks of their objects, in their order.</summary>
    public static SceneView[] Look(IReadOnlyList<Scene> scenes)
    {
        var views = new SceneView[scenes.Count];
        Compute.ForEach(Enumerable.Range(0, scenes.Count), (index, _) => views[index] = new SceneView(scenes[index], ObjectLooks.Of(scenes[index], Picture.Load(scenes[index].Path))), default);
        return views;
    }
}
