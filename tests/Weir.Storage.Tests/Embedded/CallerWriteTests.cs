using Weir.Storage.Embedded;
using Weir.Testing.Files;

namespace Weir.Storage.Tests.Embedded;

/// <summary>
/// A caller that may block writes its append itself while the journal's thread sleeps; whatever goes on meanwhile,
/// every append is written once, in order, and answered.
/// </summary>
public sealed class CallerWriteTests
{
    private const int CallerBytesMax = 1000;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FaultyFileSystem _files = new(seed: 1);

    [Theory]
    [InlineData(Durability.Fsync)]
    [InlineData(Durability.Os)]
    public async Task Nobody_else_writes_so_the_caller_does_and_has_its_answer_at_once(Durability durability)
    {
        await using EmbeddedEngine engine = await OpenAsync();
        Fence fence = await OpenFileAsync(engine, shard: 1);
        List<int> threads = [];
        _files.BeforeOperation = _ => threads.Add(Environment.CurrentManagedThreadId);
        ValueTask<Commit> append = Append(engine, fence, 2, durability: durability);
        Assert.True(append.IsCompletedSuccessfully);
        Assert.Equal(durability == Durability.Fsync ? 2 : 1, threads.Count);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        Assert.Equal(Commit.Done, await append);
        _files.BeforeOperation = null;
        if (durability == Durability.Fsync) Assert.Equal([1, 2], await RecoverAsync(shard: 1));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(CallerBytesMax + 1, true)]
    public async Task Who_may_not_block_and_what_is_large_is_left_to_the_thread(int bytes, bool mayBlock)
    {
        await using EmbeddedEngine engine = await OpenAsync();
        Fence fence = await OpenFileAsync(engine, shard: 1);
        using var go = new ManualResetEventSlim();
        _files.BeforeOperation = _ => go.Wait(Deadline);
        ValueTask<Commit> append = Append(engine, fence, 2, bytes, mayBlock);
        Assert.False(append.IsCompleted);
        go.Set();
        Assert.Equal(Commit.Done, await append);
    }

    [Fact]
    public async Task What_comes_while_a_caller_writes_waits_for_it_and_is_then_written_together()
    {
        await using EmbeddedEngine engine = await OpenAsync();
        var fences = new Fence[3];
        for (int i = 0; i < fences.Length; i++) fences[i] = await OpenFileAsync(engine, shard: i + 1);
        using var held = new HeldSync(_files);
        Task<Commit> first = Task.Run(() => Append(engine, fences[0], 2).AsTask());
        held.WaitUntilBegun();
        Task<Commit> second = Append(engine, fences[1], 2).AsTask();
        Task<Commit> third = Append(engine, fences[2], 2, mayBlock: false).AsTask();
        await Task.Delay(50);
        Assert.False(first.IsCompleted || second.IsCompleted || third.IsCompleted);
        held.Release();
        Assert.All(await Task.WhenAll(first, second, third), commit => Assert.Equal(Commit.Done, commit));
        Assert.Equal(2, held.Syncs);
        for (int shard = 1; shard <= 3; shard++) Assert.Equal([1, 2], await RecoverAsync(shard));
    }

    [Theory]
    [InlineData(FileOperationKind.Write)]
    [InlineData(FileOperationKind.SyncData)]
    public async Task A_failure_on_a_caller_fails_the_engine_as_on_the_thread(FileOperationKind kind)
    {
        await using EmbeddedEngine engine = await OpenAsync();
        Fence fence = await OpenFileAsync(engine, shard: 1);
        Fence other = await OpenFileAsync(engine, shard: 2);
        _files.Fails = operation => operation.Kind == kind;
        Assert.Equal(Commit.Unknown, await Append(engine, fence, 2));
        Assert.IsType<StorageFailedException>(await engine.Failed.WaitAsync(Deadline));
        _files.Fails = null;
        Assert.Equal(Commit.Unknown, await Append(engine, other, 2));
    }

    [Fact]
    public async Task Closing_waits_for_a_caller_that_writes()
    {
        EmbeddedEngine engine = await OpenAsync();
        Fence fence = await OpenFileAsync(engine, shard: 1);
        using var held = new HeldSync(_files);
        Task<Commit> append = Task.Run(() => Append(engine, fence, 2).AsTask());
        held.WaitUntilBegun();
        Task closing = engine.DisposeAsync().AsTask();
        await Task.Delay(50);
        Assert.False(closing.IsCompleted);
        held.Release();
        Assert.Equal(Commit.Done, await append);
        await closing.WaitAsync(Deadline);
        Assert.Equal([1, 2], await RecoverAsync(shard: 1));
    }

    [Fact]
    public async Task A_caller_that_finds_the_disk_full_is_not_kept_and_the_thread_waits_for_room()
    {
        await using EmbeddedEngine engine = await OpenAsync();
        Fence fence = await OpenFileAsync(engine, shard: 1);
        ValueTask<Commit> waiting = AppendToFullDisk(engine, fence, 2);
        await JournalProbe.UntilAsync(() => engine.IsWaitingForRoom);
        Assert.False(waiting.IsCompleted);
        Assert.Equal([1], await RecoverAsync(shard: 1));

        JournalProbe.SetFree(_files, 1 << 20);
        Assert.Equal(Commit.Done, await waiting);
        Assert.False(engine.IsWaitingForRoom);
        Assert.Equal(Commit.Done, await Append(engine, fence, 3));
        Assert.Equal([1, 2, 3], await RecoverAsync(shard: 1));
        Assert.False(engine.Failed.IsCompleted);
    }

    [Fact]
    public async Task Closing_does_not_wait_for_room_for_what_a_caller_began()
    {
        EmbeddedEngine engine = await OpenAsync();
        Fence fence = await OpenFileAsync(engine, shard: 1);
        ValueTask<Commit> waiting = AppendToFullDisk(engine, fence, 2);
        await JournalProbe.UntilAsync(() => engine.IsWaitingForRoom);
        engine.StopWaitingForRoom();
        Assert.Equal(Commit.Unknown, await waiting);
        Assert.Contains("is full", (await engine.Failed).Message, StringComparison.Ordinal);
        await engine.DisposeAsync();
        Assert.Equal([1], await RecoverAsync(shard: 1));
    }

    [Fact]
    public async Task Many_callers_at_once_are_all_answered_and_in_order()
    {
        const int shards = 8;
        const int appends = 300;
        await using EmbeddedEngine engine = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, shards).Select(shard => Task.Run(async () =>
        {
            Fence fence = await ClaimAsync(engine, shard);
            for (long lsn = 1; lsn <= appends; lsn++)
            {
                Durability durability = lsn % 4 == 0 || lsn == appends ? Durability.Fsync : Durability.Os;
                int bytes = (int)((lsn * 97) % 1200);
                Assert.Equal(Commit.Done, await Append(engine, fence, lsn, bytes, lsn % 3 != 0, durability));
            }
        }))).WaitAsync(Deadline);
        for (int shard = 0; shard < shards; shard++)
            Assert.Equal(Enumerable.Range(1, appends).Select(n => (long)n), await RecoverAsync(shard));
    }

    private static EmbeddedOptions Options { get; } = new()
    {
        JournalFileBytes = 64 << 10,
        PrepareAhead = false,
        WaitsForRoom = true,
        CallerWriteBytesMax = CallerBytesMax,
    };

    private async Task<EmbeddedEngine> OpenAsync() => await EmbeddedEngine.OpenAsync(_files, Options, None);

    private static Task<Fence> ClaimAsync(EmbeddedEngine engine, int shard) =>
        JournalProbe.ClaimAsync(engine, new ShardId(shard));

    private static ValueTask<Commit> Append(
        EmbeddedEngine engine, Fence fence, long lsn, int bytes = 100, bool mayBlock = true,
        Durability durability = Durability.Fsync) =>
        JournalProbe.Append(engine, fence, lsn, bytes, mayBlock, durability);

    private Task<List<long>> RecoverAsync(int shard) =>
        JournalProbe.RecoverAsync(_files, new ShardId(shard), Options);

    /// <summary>Owns the shard and has written its first frame, so that there is a file to write to.</summary>
    private static async Task<Fence> OpenFileAsync(EmbeddedEngine engine, int shard)
    {
        Fence fence = await ClaimAsync(engine, shard);
        Assert.Equal(Commit.Done, await Append(engine, fence, 1, mayBlock: false));
        await UntilIdleAsync(engine);
        return fence;
    }

    /// <summary>
    /// The thread may be about to sleep still when what it wrote is answered: until a caller can write. By a shard of
    /// its own, anew each time.
    /// </summary>
    private static async Task UntilIdleAsync(EmbeddedEngine engine)
    {
        Fence fence = await ClaimAsync(engine, shard: 60);
        using var deadline = new CancellationTokenSource(Deadline);
        for (long lsn = await LastAsync(engine, fence) + 1; ; lsn++)
        {
            ValueTask<Commit> append = Append(engine, fence, lsn);
            bool isIdle = append.IsCompleted;
            Assert.Equal(Commit.Done, await append);
            if (isIdle) return;
            await Task.Delay(1, deadline.Token);
        }
    }

    private static async Task<long> LastAsync(EmbeddedEngine engine, Fence fence)
    {
        long last = 0;
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(fence, 1, None)) last = frame.Lsn;
        return last;
    }

    /// <summary>The write is tried on this thread, and not waited for here.</summary>
    private ValueTask<Commit> AppendToFullDisk(EmbeddedEngine engine, Fence fence, long lsn)
    {
        int caller = Environment.CurrentManagedThreadId;
        bool isTriedHere = false;
        _files.BeforeOperation = _ => isTriedHere |= Environment.CurrentManagedThreadId == caller;
        JournalProbe.SetFree(_files, 0);
        ValueTask<Commit> append = Append(engine, fence, lsn);
        _files.BeforeOperation = null;
        Assert.True(isTriedHere);
        return append;
    }

    /// <summary>Holds up the first sync from now on.</summary>
    private sealed class HeldSync : IDisposable
    {
        private readonly FaultyFileSystem _files;
        private readonly ManualResetEventSlim _begun = new();
        private readonly ManualResetEventSlim _go = new();
        private int _syncs;

        public HeldSync(FaultyFileSystem files)
        {
            _files = files;
            files.BeforeOperation = operation =>
            {
                if (operation.Kind != FileOperationKind.SyncData || Interlocked.Increment(ref _syncs) > 1) return;
                _begun.Set();
                _go.Wait(Deadline);
            };
        }

        public int Syncs => Volatile.Read(ref _syncs);

        public void WaitUntilBegun() => Assert.True(_begun.Wait(Deadline));

        public void Release() => _go.Set();

        public void Dispose()
        {
            _files.BeforeOperation = null;
            _begun.Dispose();
            _go.Dispose();
        }
    }
}
