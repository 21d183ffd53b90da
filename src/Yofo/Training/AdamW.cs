using TorchSharp.Modules;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) with clipping by the global norm and an exponential moving average of the weights. TorchSharp
/// has the first; its state cannot be written beside the weights in one file, and a run must survive a kill at any moment.
/// </summary>
internal sealed class AdamW : IDisposable
{
    private const double FirstDecay = 0.9, SecondDecay = 0.999, Epsilon = 1e-8; // [upstream]

    private readonly List<State> states;
    private readonly double weightDecay;
    private readonly double clip;

    /// <summary>Prepares parameters for training; all of them get gradients.</summary>
    /// <param name="parameters">The parameters by name.</param>
    /// <param name="weightDecay">Decoupled weight decay [ours: 0.01], for matrices and kernels only.</param>
    /// <param name="clip">Largest norm of all gradients together [ours: 2].</param>
    /// <param name="share">Share of the learning rate that a parameter gets, by its name; null: all get the whole.</param>
    public AdamW(
        IEnumerable<(string name, Parameter parameter)> parameters, double weightDecay = 0.01, double clip = 2, Func<string, double>? share = null)
    {
        this.weightDecay = weightDecay;
        this.clip = clip;
        states = [.. parameters.Select(pair => new State(pair.name, pair.parameter, share?.Invoke(pair.name) ?? 1))];
    }

    /// <summary>Steps taken so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Averaged weights by name, for evaluation and for the file that is shipped.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Averages => states.Select(state => KeyValuePair.Create(state.Name, state.Average));

    /// <summary>Takes a step and clears the gradients.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <returns>Norm of the gradients before clipping; not finite: the step was left out.</returns>
    public double Step(double rate)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var present = states.Where(state => state.Parameter.grad is not null).ToList();
        var norm = stack([.. present.Select(state => state.Parameter.grad!.norm())]).norm().item<float>();
        if (float.IsFinite(norm))
        {
            Steps++;
            var scale = Math.Min(1, clip / Math.Max(norm, 1e-6));
            var average = Math.Min(0.999, (1.0 + Steps) / (10.0 + Steps)); // warms up, so that a short run is not its start
            foreach (var state in present)
            {
                Update(state, state.Parameter.grad! * scale, rate * state.Share, average);
            }
        }

        foreach (var state in present)
        {
            state.Parameter.grad!.zero_();
        }

        return norm;
    }

    /// <summary>Puts the averaged weights in place of the current ones: the end of a stage.</summary>
    public void UseAverages()
    {
        using var frozen = no_grad();
        foreach (var state in states)
        {
            state.Parameter.copy_(state.Average);
        }
    }

    /// <summary>Writes weights, averages and moments into one file, whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="metadata">What else a resumed run must know.</param>
    public void Save(string path, IReadOnlyDictionary<string, string> metadata)
    {
        var tensors = states.SelectMany(state => state.Parts).ToList();
        var header = new Dictionary<string, string>(metadata) { ["steps"] = $"{Steps}" };
        foreach (var state in states.Where(state => state.Steps != Steps))
        {
            header[StepsOf(state)] = $"{state.Steps}"; // had no gradient in some steps
        }

        Safetensors.Write(path, tensors, header, durable: true);
    }

    /// <summary>Takes up where <see cref="Save"/> left off.</summary>
    /// <exception cref="YofoException">The checkpoint is of another configuration or damaged.</exception>
    public void Load(Safetensors file)
    {
        using var frozen = no_grad();
        foreach (var (name, target) in states.SelectMany(state => state.Parts))
        {
            if (!file.Shape(name).SequenceEqual(target.shape))
            {
                throw new YofoException($"The checkpoint's '{name}' is [{string.Join(", ", file.Shape(name))}], and here it is [{string.Join(", ", target.shape)}]: it is of another configuration. Name another folder with --run, or delete that one.");
            }

            using var value = file.ReadFloat(name);
            target.copy_(value);
        }

        Steps = Number(file.Metadata["steps"]);
        states.ForEach(state => state.Steps = file.Metadata.TryGetValue(StepsOf(state), out var own) ? Number(own) : Steps);

        static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var state in states)
        {
            state.First.Dispose();
            state.Second.Dispose();
            state.Average.Dispose();
        }
    }

    private static string StepsOf(State state) => "steps." + state.Name;

    private void Update(State state, Tensor gradient, double rate, double average)
    {
        state.First.mul_(FirstDecay).add_(gradient, alpha: 1 - FirstDecay);
        state.Second.mul_(SecondDecay).addcmul_(gradient, gradient, value: 1 - SecondDecay);
        state.Steps++;
        var (first, second) = (1 - Math.Pow(FirstDecay, state.Steps), 1 - Math.Pow(SecondDecay, state.Steps));
        if (state.Parameter.dim() > 1)
        {
            state.Parameter.mul_(1 - (rate * weightDecay));
        }

        var denominator = (state.Second / second).sqrt_().add_(Epsilon);
        state.Parameter.addcdiv_(state.First, denominator, value: -rate / first);
        state.Average.mul_(average).add_(state.Parameter, alpha: 1 - average);
    }

    private sealed class State
    {
        public State(string name, Parameter parameter, double share)
        {
            Name = name;
            Share = share;
            Parameter = parameter;
            parameter.requires_grad = true;
            First = zeros_like(parameter).DetachFromDisposeScope();
            Second = zeros_like(parameter).DetachFromDisposeScope();
            Average = parameter.detach().clone().DetachFromDisposeScope();
        }

        public string Name { get; }

        public double Share { get; }

        public Parameter Parameter { get; }

        public Tensor First { get; }

        public Tensor Second { get; }

        public Tensor Average { get; }

        public int Steps { get; set; }

        public IEnumerable<KeyValuePair<string, Tensor>> Parts =>
        [
            new(Name, Parameter), new("average." + Name, Average), new("first." + Name, First), new("second." + Name, Second),
        ];
    }
}
