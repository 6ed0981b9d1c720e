namespace Weir.Benchmarks.Operations;

/// <summary>
/// One thing the broker does often, ready to be done again and again. The benchmarks time it; the budget tests count
/// what it allocates. Disposed by whoever opened it.
/// </summary>
internal interface IOperation : IAsyncDisposable
{
    ValueTask RunAsync();

    /// <summary>Checkpoints what was appended, as the broker does by itself: its memory is free for reuse.</summary>
    ValueTask SettleAsync();
}
