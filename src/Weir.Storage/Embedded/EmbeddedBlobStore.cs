using System.Runtime.CompilerServices;
using Weir.Storage.Blobs;
using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>
/// Blobs as files: <c>blobs/&lt;first part of the key&gt;/&lt;the rest&gt;</c>, where further slashes become <c>~</c>,
/// which no key has, and a key without a slash lives in <c>blobs/~</c>. So there is one directory per shard. A blob
/// being written ends in <c>~N.tmp</c>; what a crash left of those goes at the next start.
/// </summary>
internal sealed class EmbeddedBlobStore : IBlobStore
{
    public const string Root = "blobs";
    private const string NoDirectory = "~";

    private readonly IFileSystem _files;
    private readonly Action<Exception> _fail;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private long _lastTemporary;

    public EmbeddedBlobStore(IFileSystem files, Action<Exception> fail)
    {
        _files = files;
        _fail = fail;
        foreach (string directory in files.ListDirectories(Root))
        {
            _directories.Add(directory);
            foreach (string name in files.ListFiles($"{Root}/{directory}"))
            {
                if (IsTemporary(name))
                    files.Delete($"{Root}/{directory}/{name}");
            }
        }
    }

    public ValueTask<IBlobWriter> CreateAsync(string key, CancellationToken cancel)
    {
        BlobKeys.Validate(key);
        cancel.ThrowIfCancellationRequested();
        (string directory, string name) = Place(key);
        EnsureDirectory(directory);
        string path = $"{Root}/{directory}/{name}";
        string temporary = $"{path}~{Interlocked.Increment(ref _lastTemporary)}{AtomicFile.TemporarySuffix}";
        IFile file = _files.Create(temporary);
        return new ValueTask<IBlobWriter>(
            new EmbeddedBlobWriter(_files, $"{Root}/{directory}", temporary, path, file, _fail));
    }

    public ValueTask CompleteAsync(IReadOnlyList<IBlobWriter> writers, CancellationToken cancel) =>
        EmbeddedBlobWriter.CompleteAsync([.. writers.Cast<EmbeddedBlobWriter>()], cancel);

    public ValueTask<IBlob> OpenAsync(string key, CancellationToken cancel)
    {
        BlobKeys.Validate(key);
        cancel.ThrowIfCancellationRequested();
        (string directory, string name) = Place(key);
        lock (_gate)
        {
            if (!_directories.Contains(directory))
                throw new FileNotFoundException($"There is no blob {key}.");
        }

        return new ValueTask<IBlob>(new EmbeddedBlob(_files.Open($"{Root}/{directory}/{name}")));
    }

    public ValueTask DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        foreach (string key in keys)
            BlobKeys.Validate(key);
        foreach (string key in keys)
        {
            cancel.ThrowIfCancellationRequested();
            (string directory, string name) = Place(key);
            if (_files.Exists($"{Root}/{directory}/{name}"))
                _files.Delete($"{Root}/{directory}/{name}");
        }

        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        string[] directories;
        lock (_gate)
            directories = [.. _directories];
        foreach (string directory in directories)
        {
            string start = directory == NoDirectory ? "" : directory + "/";
            if (!start.StartsWith(prefix, StringComparison.Ordinal)
                && !prefix.StartsWith(start, StringComparison.Ordinal))
                continue;
            foreach (string name in _files.ListFiles($"{Root}/{directory}"))
            {
                cancel.ThrowIfCancellationRequested();
                string key = start + name.Replace('~', '/');
                if (!IsTemporary(name) && key.StartsWith(prefix, StringComparison.Ordinal))
                    yield return key;
            }
        }
    }

    /// <summary>The file of a blob, from the root of the data directory.</summary>
    public static string PathOf(string key)
    {
        (string directory, string name) = Place(key);
        return $"{Root}/{directory}/{name}";
    }

    private static bool IsTemporary(string name) =>
        name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    private static (string Directory, string Name) Place(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (NoDirectory, key) : (key[..slash], key[(slash + 1)..].Replace('/', '~'));
    }

    private void EnsureDirectory(string directory)
    {
        lock (_gate)
        {
            if (_directories.Contains(directory))
                return;
            _files.CreateDirectory($"{Root}/{directory}");
            try
            {
                _files.SyncDirectory(Root);
            }
            catch (IOException e) when (e is not DiskFullException)
            {
                _fail(e);
                throw;
            }

            // Not before: on a full disk there is none yet, and the next blob tries again.
            _directories.Add(directory);
        }
    }
}
