using System.IO.Pipelines;

namespace Weir.Amqp.Tests.Sessions;

/// <summary>The two ends of a connection without a network.</summary>
internal sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;

    public static (DuplexPipe Server, DuplexPipe Client) NewPair()
    {
        var up = new Pipe();
        var down = new Pipe();
        return (new DuplexPipe(up.Reader, down.Writer), new DuplexPipe(down.Reader, up.Writer));
    }
}
