using System.Diagnostics.CodeAnalysis;
using Weir.Storage.Files;
using Weir.Storage.Scheduling;

namespace Weir.Storage.Embedded.Journal;

/// <summary>
/// Writes the journal, one group at a time. Its thread takes every waiting append of every stream, writes them with one
/// gather write, syncs once if any of them asked for it, and completes them in order, inline. What arrives meanwhile is
/// the next group, so the disk sets the pace: no timer, no linger, and it sleeps when nothing waits. While it sleeps, a
/// caller that may block writes its small append itself, which spares two hand-overs between threads. A write that
/// finds the disk full may wait for room, for nothing was synced or answered yet and the same bytes go to the same
/// place. After any other failed write and after a failed sync nothing is ever retried: everything is answered Unknown
/// from then on. A simulation's work queue takes the thread's place.
/// </summary>
internal sealed class JournalWriter : IThreadPoolWorkItem, IAsyncDisposable
{
    private const int SpinsBeforeSleep = 35;

    private readonly JournalFiles _files;
    private readonly Action<Exception> _fail;
    private readonly RoomWait _room;
    private readonly int _callerBytesMax;
    private readonly Thread? _thread;
    private readonly WorkQueue? _work;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _wake = new(false, SpinsBeforeSleep);
    private readonly Lock _gate = new();
    private readonly List<ReadOnlyMemory<byte>> _buffers = new(4 * ShardTable.Count);

    // Per append at most: a seal, a file header, a frame header.
    private readonly byte[] _headers = GC.AllocateUninitializedArray<byte>(
        ShardTable.Count * ((2 * JournalFrameHeader.Bytes) + JournalFileHeader.Bytes) + 64, pinned: true);

    private ShardAppend[] _waiting = new ShardAppend[ShardTable.Count];
    private ShardAppend[] _group = new ShardAppend[ShardTable.Count];
    private int _waitingCount;
    private int _headerBytes;
    private long _bufferOffset;
    private long _nextSequence;
    private long _syncedSequence;
    private bool _isBusy;
    private bool _isHandedOver;
    private bool _isPosted;
    private bool _isStopping;
    private volatile bool _hasFailed;

    public JournalWriter(
        JournalFiles files, long nextSequence, RoomWait room, Action<Exception> fail, EmbeddedOptions options)
    {
        _room = room;
        _files = files;
        _fail = fail;
        _nextSequence = nextSequence;
        _syncedSequence = nextSequence - 1;
        _work = options.Work;
        _callerBytesMax = options.CallerWriteBytesMax;
        if (_work is null) _thread = new Thread(Run) { IsBackground = true, Name = "weir journal" };
    }

    public void Start() => _thread?.Start();

    /// <summary>
    /// False when the writer takes no more: the append's answer is Unknown and it is not the writer's. True: it is
    /// answered, now or later; now only if the caller may block.
    /// </summary>
    public bool TryTake(ShardAppend append, bool mayBlock)
    {
        bool isCallers;
        lock (_gate)
        {
            if (_isStopping || _hasFailed) return false;
            isCallers = mayBlock && !_isBusy && _waitingCount == 0 && IsQuick(append);
            if (isCallers) _group[0] = append;
            else _waiting[_waitingCount++] = append;
            // Who is busy looks again before it is not.
            if (_isBusy) return true;
            _isBusy = isCallers;
        }

        if (isCallers) WriteOnCaller();
        else Wake();
        return true;
    }

    /// <summary>Another part of the engine cannot keep its promises: acknowledge nothing more.</summary>
    public void StopAcknowledging()
    {
        _hasFailed = true;
        _room.End();
    }

    /// <summary>Writes what waits, makes it durable, seals the file and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isStopping = true;
        Wake();
        _room.End();
        await _ended.Task;
        _wake.Dispose();
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
            _isPosted = false;
        if (!TryWriteAll()) End();
    }

    private void Wake()
    {
        if (_work is null)
        {
            _wake.Set();
            return;
        }

        lock (_gate)
        {
            if (_isPosted) return;
            _isPosted = true;
        }

        _work.Post(this);
    }

    private void Run()
    {
        while (true)
        {
            _wake.Reset();
            if (!TryWriteAll()) break;
            _wake.Wait();
        }

        End();
    }

    private void End()
    {
        if (!_hasFailed)
        {
            try
            {
                Seal();
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }

        _ended.SetResult();
    }

    /// <summary>
    /// Writes until nothing waits, or a caller writes, who then wakes us if need be. False when it is time to end.
    /// </summary>
    private bool TryWriteAll()
    {
        for (bool isMine = false; ;)
        {
            int count;
            bool isPlanned;
            lock (_gate)
            {
                isPlanned = _isHandedOver;
                if (_isBusy && !isMine && !isPlanned) return true;
                count = isPlanned ? 1 : TakeWaiting();
                _isHandedOver = false;
                isMine = _isBusy = count > 0;
                if (!isMine) return !_isStopping;
            }

            Write(count, isPlanned);
        }
    }

    private int TakeWaiting()
    {
        (_waiting, _group) = (_group, _waiting);
        int count = _waitingCount;
        _waitingCount = 0;
        return count;
    }

    private void Write(int count, bool isPlanned)
    {
        try
        {
            if (!_hasFailed)
            {
                if (!isPlanned) Plan(count);
                Flush();
                SyncIfWanted(count);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }

        Answer(count);
    }

    /// <summary>Nothing here waits: no file is opened, and what finds the disk full is the thread's.</summary>
    private bool IsQuick(ShardAppend append) => append.Length <= _callerBytesMax && FileFor(append) is not null;

    /// <summary>By the caller of the one append in the group.</summary>
    private void WriteOnCaller()
    {
        try
        {
            _headerBytes = 0;
            Add(_group[0], _files.Current!);
            if (!TryWrite(out _))
            {
                lock (_gate) _isHandedOver = true;
                Wake();
                return;
            }

            SyncIfWanted(1);
        }
        catch (Exception e)
        {
            Fail(e);
        }

        Answer(1);
        lock (_gate)
        {
            _isBusy = false;
            if (_waitingCount == 0 && !_isStopping) return;
        }

        Wake();
    }

    private void Answer(int count)
    {
        Commit commit = _hasFailed ? Commit.Unknown : Commit.Done;
        for (int i = 0; i < count; i++)
            _group[i].Stream.Complete(commit);
    }

    private void Fail(Exception e)
    {
        _hasFailed = true;
        _fail(e);
    }

    private void Plan(int count)
    {
        _headerBytes = 0;
        for (int i = 0; i < count; i++)
            Plan(_group[i]);
    }

    private void SyncIfWanted(int count)
    {
        bool isWanted = false;
        for (int i = 0; i < count; i++)
            isWanted |= _group[i].WantsSync;
        if (!isWanted)
            return;
        _files.Sync();
        _syncedSequence = _nextSequence - 1;
    }

    private void Plan(ShardAppend append) => Add(append, FileFor(append) ?? Roll(append.Length));

    /// <summary>The current file; null when the append needs another one.</summary>
    private JournalFile? FileFor(ShardAppend append) =>
        _files.Current is { } file && file.Fits(append.Length) && (_buffers.Count > 0 || !_files.HasBetter)
            ? file
            : null;

    private void Add(ShardAppend append, JournalFile file)
    {
        append.Position = new FramePosition(file.Number, append.Length, file.Position);
        file.LastLsns[append.Stream.Number] = append.Lsn;
        AddHeader(file, append.BodyCrc, append.Length, (ushort)append.Stream.Number, append.Epoch, append.Lsn);
        foreach (ReadOnlyMemory<byte> segment in append.Body)
        {
            if (!segment.IsEmpty)
                _buffers.Add(segment);
        }

        file.Position += append.Length;
    }

    private JournalFile Roll(int bodyLength)
    {
        if (_files.Current is { } last)
        {
            AddHeader(last, 0, 0, JournalFrameHeader.SealShard, 0, 0);
            Flush();
        }

        JournalFile file = OpenNext(bodyLength);
        Memory<byte> header = _headers.AsMemory(_headerBytes, JournalFileHeader.Bytes);
        _headerBytes += JournalFileHeader.Bytes;
        new JournalFileHeader(JournalFileHeader.CurrentVersion, file.Salt, file.Number, _nextSequence)
            .Write(header.Span);
        _buffers.Add(header);
        _bufferOffset = 0;
        file.Position = JournalFileHeader.Bytes;
        return file;
    }

    private JournalFile OpenNext(int bodyLength)
    {
        while (true)
        {
            try
            {
                return _files.OpenNext(bodyLength);
            }
            catch (DiskFullException e)
            {
                _room.Wait(e);
            }
        }
    }

    private void AddHeader(JournalFile file, uint bodyCrc, int length, ushort shard, int epoch, long lsn)
    {
        if (_buffers.Count == 0)
            _bufferOffset = file.Position;
        Memory<byte> header = _headers.AsMemory(_headerBytes, JournalFrameHeader.Bytes);
        _headerBytes += JournalFrameHeader.Bytes;
        new JournalFrameHeader(bodyCrc, length, file.Salt, shard, epoch, lsn, _nextSequence, _syncedSequence)
            .Write(header.Span);
        _nextSequence++;
        _buffers.Add(header);
        file.Position += JournalFrameHeader.Bytes;
    }

    private void Flush()
    {
        while (!TryWrite(out DiskFullException? full))
            _room.Wait(full);
    }

    private bool TryWrite([NotNullWhen(false)] out DiskFullException? full)
    {
        JournalFile file = _files.Current!;
        file.IsDirty = true;
        try
        {
            file.File.Write(_buffers, _bufferOffset);
        }
        catch (DiskFullException e)
        {
            full = e;
            return false;
        }

        full = null;
        _buffers.Clear();
        _room.Found();
        return true;
    }

    private void Seal()
    {
        if (_files.Current is not { } file)
            return;
        // The seal says how far the journal was synced: all that lies before it, so that damage there shows as such.
        if (_syncedSequence < _nextSequence - 1)
        {
            _files.Sync();
            _syncedSequence = _nextSequence - 1;
        }

        _headerBytes = 0;
        AddHeader(file, 0, 0, JournalFrameHeader.SealShard, 0, 0);
        Flush();
        file.File.SetLength(file.Position);
        _files.Sync();
    }
}
