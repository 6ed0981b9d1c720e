using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Weir.Storage.Watching;

/// <summary>
/// Hands every published item to every watcher, in order. A watcher sees what is published after it subscribed; a slow
/// one delays nobody. What is published is rare (placements, catalog changes), so queues are unbounded.
/// </summary>
internal sealed class Broadcast<T>
{
    private readonly Lock _gate = new();
    private readonly List<Channel<T>> _watchers = [];
    private bool _completed;

    public void Publish(T item)
    {
        lock (_gate)
        {
            foreach (Channel<T> watcher in _watchers)
                watcher.Writer.TryWrite(item);
        }
    }

    /// <summary>Ends every watch, now and later.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            foreach (Channel<T> watcher in _watchers)
                watcher.Writer.TryComplete();
        }
    }

    /// <summary>
    /// Subscribes at once, not at the first MoveNext: nothing between the call and the first read is missed.
    /// </summary>
    public IAsyncEnumerable<T> Subscribe(IEnumerable<T> first, CancellationToken cancel)
    {
        Channel<T> watcher = Channel.CreateUnbounded<T>();
        lock (_gate)
        {
            foreach (T item in first)
                watcher.Writer.TryWrite(item);
            if (_completed)
                watcher.Writer.TryComplete();
            else
                _watchers.Add(watcher);
        }

        return ReadAsync(watcher, cancel);
    }

    private async IAsyncEnumerable<T> ReadAsync(Channel<T> watcher, [EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            await foreach (T item in watcher.Reader.ReadAllAsync(cancel))
                yield return item;
        }
        finally
        {
            lock (_gate)
                _watchers.Remove(watcher);
        }
    }
}
