namespace Weir.Benchmarks.Operations;

/// <summary>An operation that is a call.</summary>
internal sealed class SynchronousOperation(Action run, IDisposable? owned = null) : IOperation
{
    public ValueTask RunAsync()
    {
        run();
        return default;
    }

    public ValueTask SettleAsync() => default;

    public ValueTask DisposeAsync()
    {
        owned?.Dispose();
        return default;
    }
}
