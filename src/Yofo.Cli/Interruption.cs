using System.Runtime.InteropServices;

namespace Yofo.Cli;

/// <summary>
/// Ctrl+C (or a polite kill): the first one asks for the end, so that the current frame is finished and the output left
/// whole; the second one ends the program at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;

    /// <summary>Listens from now on.</summary>
    /// <param name="first">Called once, at the first signal.</param>
    public Interruption(Action first)
    {
        void Handle(PosixSignalContext context)
        {
            if (!source.IsCancellationRequested)
            {
                context.Cancel = true;
                source.Cancel();
                first();
            }
        }

        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }
}
