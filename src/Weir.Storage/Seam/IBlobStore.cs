namespace Weir.Storage;

/// <summary>
/// Immutable named byte strings: segments and snapshots. Keys are <c>[a-z0-9/._-]+</c>, at most 200 characters.
/// </summary>
public interface IBlobStore
{
    /// <summary>Starts a blob that exists, durably and whole, once its writer completes; never before.</summary>
    ValueTask<IBlobWriter> CreateAsync(string key, CancellationToken cancel);

    /// <summary>
    /// Completes several writers of this store, as <see cref="IBlobWriter.CompleteAsync"/> does one: together they cost
    /// less. When it fails, any of them may be there.
    /// </summary>
    async ValueTask CompleteAsync(IReadOnlyList<IBlobWriter> writers, CancellationToken cancel)
    {
        foreach (IBlobWriter writer in writers) await writer.CompleteAsync(cancel);
    }

    /// <summary>Opens a blob for reading; throws <see cref="FileNotFoundException"/> if there is none.</summary>
    ValueTask<IBlob> OpenAsync(string key, CancellationToken cancel);

    /// <summary>Deletes what exists of the keys; open readers keep working.</summary>
    ValueTask DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancel);

    /// <summary>The keys that start with <paramref name="prefix"/>, in no order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancel);
}
