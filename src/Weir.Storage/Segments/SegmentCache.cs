using Weir.Storage.Logs;

namespace Weir.Storage.Segments;

/// <summary>
/// The open segments, a bounded number of them: each costs a file handle and its index. Least recently used ones are
/// closed; a reader in use stays open until its last slice is gone.
/// </summary>
internal sealed class SegmentCache(IBlobStore blobs, int openMax) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];

    public async ValueTask<LogSlice?> ReadAsync(
        SegmentEntry segment, long offset, int maxBytes, long endOffset, bool atLeastOne, CancellationToken cancel)
    {
        SegmentReader reader = await LeaseAsync(segment, cancel);
        try
        {
            return await reader.ReadAsync(offset, maxBytes, endOffset, atLeastOne, cancel);
        }
        finally
        {
            reader.Release();
        }
    }

    /// <summary>The reader with a reference added: release it.</summary>
    public async ValueTask<SegmentReader> LeaseAsync(SegmentEntry segment, CancellationToken cancel)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue(segment.Key, out LinkedListNode<Entry>? node)
                && node.Value.Reader.TryAddReference())
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Reader;
            }
        }

        SegmentReader opened = await SegmentReader.OpenAsync(blobs, segment, cancel);
        lock (_sync)
        {
            if (_entries.TryGetValue(segment.Key, out LinkedListNode<Entry>? other)
                && other.Value.Reader.TryAddReference())
            {
                opened.Release();
                return other.Value.Reader;
            }

            opened.TryAddReference();
            _entries[segment.Key] = _byUse.AddFirst(new Entry(segment.Key, opened));
            while (_entries.Count > openMax) Close(_byUse.Last!);
        }

        return opened;
    }

    /// <summary>Forgets segments that a checkpoint has replaced.</summary>
    public void Forget(IReadOnlyList<string> keys)
    {
        lock (_sync)
        {
            foreach (string key in keys)
                if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node)) Close(node);
        }
    }

    public void Dispose()
    {
        lock (_sync)
        {
            while (_byUse.Last is { } node) Close(node);
        }
    }

    private void Close(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        node.Value.Reader.Release();
    }

    private sealed record Entry(string Key, SegmentReader Reader);
}
