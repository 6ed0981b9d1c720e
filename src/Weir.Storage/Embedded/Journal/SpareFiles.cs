using Weir.Storage.Files;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// Files ready to be journal files: freed ones, and new ones that a background thread fills with zeros. The thread
/// starts with the first append, so opening an engine costs nothing and an idle one writes nothing. Nobody waits for
/// it: the writer takes what is ready or uses a growing file. When it fails (a full disk, say) there is simply no
/// spare; the writer meets the same disk and reports.
/// </summary>
internal sealed class SpareFiles : IDisposable
{
    private const string Extension = ".free";

    private readonly IFileSystem _files;
    private readonly EmbeddedOptions _options;
    private readonly Lock _gate = new();
    private readonly Stack<SpareFile> _ready = new();
    private readonly Queue<SpareFile> _short = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;
    private int _lastNumber;
    private bool _gaveUp;

    public SpareFiles(IFileSystem files, EmbeddedOptions options)
    {
        _files = files;
        _options = options;
        AdoptLeftovers();
    }

    public bool IsReady
    {
        get
        {
            lock (_gate)
                return _ready.Count > 0;
        }
    }

    /// <summary>
    /// The highest file number in the header of a spare that an earlier process left; 0 without any. A power loss can
    /// undo the rename that put a spare to use and keep the frames written to it; under the same number they would be
    /// valid.
    /// </summary>
    public int HighestNumber { get; private set; }

    private bool HasDisk => _files.FreeBytes >= 2 * _options.SpareFilesMax * _options.JournalFileBytes;

    private bool IsOneWanted
    {
        get
        {
            lock (_gate)
                return _short.Count > 0 || _ready.Count < _options.SpareFiles;
        }
    }

    /// <summary>
    /// Whether a freed file of this length is worth keeping, beside so many others that are to be added. To fill a new
    /// one costs as much as to write it, so as many are kept as a busy broker uses between two checkpoints; one that
    /// was made for a large frame is not.
    /// </summary>
    public bool HasUseFor(long bytes, int others)
    {
        if (bytes > _options.JournalFileBytes) return false;
        int max = HasDisk ? _options.SpareFilesMax : _options.SpareFiles;
        lock (_gate)
            return _ready.Count + _short.Count + others < max;
    }

    /// <summary>On a disk that has become short, those that are not worth filling go.</summary>
    public void Trim()
    {
        if (HasDisk) return;
        while (true)
        {
            SpareFile? spare;
            lock (_gate)
            {
                if (_ready.Count <= _options.SpareFiles || !_ready.TryPop(out spare)) return;
            }

            spare.File.Dispose();
            _files.Delete(spare.Path);
        }
    }

    /// <summary>A name for a spare that nothing has.</summary>
    public string NewPath()
    {
        while (true)
        {
            string path = $"{JournalFiles.Directory}/{Interlocked.Increment(ref _lastNumber):D10}{Extension}";
            if (!_files.Exists(path))
                return path;
        }
    }

    public SpareFile? Take(long bytes)
    {
        lock (_gate)
            return _ready.Count > 0 && _ready.Peek().Length >= bytes ? _ready.Pop() : null;
    }

    /// <summary>
    /// Takes over a freed file whose new name is durable. A short one is filled by the thread, or here without it; on a
    /// full disk it goes, for room is wanted more than a spare.
    /// </summary>
    public void Add(SpareFile spare)
    {
        if (spare.Length < _options.JournalFileBytes && !_options.PrepareAhead)
        {
            if (!TryFill(spare)) return;
            spare = spare with { Length = _options.JournalFileBytes };
        }

        lock (_gate)
        {
            if (spare.Length >= _options.JournalFileBytes) _ready.Push(spare);
            else _short.Enqueue(spare);
        }

        Replenish();
    }

    /// <summary>Wakes the thread when there is something for it to do.</summary>
    public void Replenish()
    {
        if (!_options.PrepareAhead)
            return;
        lock (_gate)
        {
            if (_gaveUp || _ready.Count >= _options.SpareFiles || _stop.IsCancellationRequested)
                return;
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "weir journal spares" };
                _thread.Start();
            }
        }

        _wake.Release();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _wake.Release();
        _thread?.Join();
        foreach (SpareFile spare in _ready.Concat(_short))
            spare.File.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private bool TryFill(SpareFile spare)
    {
        try
        {
            spare.File.FillWithZeros(_options.JournalFileBytes, CancellationToken.None);
            return true;
        }
        catch (DiskFullException)
        {
            spare.File.Dispose();
            _files.Delete(spare.Path);
            return false;
        }
    }

    private void AdoptLeftovers()
    {
        bool any = false;
        foreach (string name in _files.ListFiles(JournalFiles.Directory))
        {
            if (!name.EndsWith(Extension, StringComparison.Ordinal))
                continue;
            any = true;
            string path = $"{JournalFiles.Directory}/{name}";
            IFile file = _files.Open(path);
            NoteNumber(file);
            if (file.Length == _options.JournalFileBytes && HasUseFor(file.Length, others: 0))
            {
                _ready.Push(new SpareFile(path, file, file.Length));
                continue;
            }

            file.Dispose();
            _files.Delete(path);
        }

        // A name from just before a crash may not be durable yet, and it must be before the file is used again.
        if (any)
            _files.SyncDirectory(JournalFiles.Directory);
    }

    private void NoteNumber(IFile file)
    {
        Span<byte> bytes = stackalloc byte[JournalFileHeader.Bytes];
        if (file.ReadFully(bytes, 0) == bytes.Length && JournalFileHeader.TryRead(bytes, out JournalFileHeader header))
            HighestNumber = Math.Max(HighestNumber, (int)header.Number);
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            if (_stop.IsCancellationRequested)
                return;
            try
            {
                while (IsOneWanted)
                {
                    if (!PrepareOne())
                        return;
                }
            }
            catch (DiskFullException)
            {
                // The next file that is opened or freed asks again; by then there may be room.
            }
            catch (IOException)
            {
                lock (_gate)
                    _gaveUp = true;
                return;
            }
        }
    }

    private bool PrepareOne()
    {
        SpareFile? spare;
        lock (_gate)
            _short.TryDequeue(out spare);
        spare ??= CreateSpare();
        bool done = false;
        try
        {
            spare.File.FillWithZeros(_options.JournalFileBytes, _stop.Token);
            done = !_stop.IsCancellationRequested;
        }
        finally
        {
            if (!done)
            {
                spare.File.Dispose();
                _files.Delete(spare.Path);
            }
        }

        if (!done)
            return false;
        lock (_gate)
            _ready.Push(spare with { Length = _options.JournalFileBytes });
        return true;
    }

    private SpareFile CreateSpare()
    {
        string path = NewPath();
        return new SpareFile(path, _files.Create(path), 0);
    }
}
