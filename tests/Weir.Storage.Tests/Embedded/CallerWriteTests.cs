using System.Buffers;
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
        using var syncing = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        int syncs = 0;
        _files.BeforeOperation = operation =>
        {
            if (operation.Kind != FileOperationKind.SyncData || Interlocked.Increment(ref syncs) > 1) return;
            syncing.Set();
            go.Wait(Deadline);
        };
        Task<Commit> first = Task.Run(() => Append(engine, fences[0], 2).AsTask());
        Assert.True(syncing.Wait(Deadline));
        Task<Commit> second = Append(engine, fences[1], 2).AsTask();
        Task<Commit> third = Append(engine, fences[2], 2, mayBlock: false).AsTask();
        await Task.Delay(50);
        Assert.False(first.IsCompleted || second.IsCompleted || third.IsCompleted);
        go.Set();
        Assert.All(await Task.WhenAll(first, second, third), commit => Assert.Equal(Commit.Done, commit));
        Assert.Equal(2, syncs);
        _files.BeforeOperation = null;
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
        using var syncing = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        _files.BeforeOperation = operation =>
        {
            if (operation.Kind != FileOperationKind.SyncData || syncing.IsSet) return;
            syncing.Set();
            go.Wait(Deadline);
        };
        Task<Commit> append = Task.Run(() => Append(engine, fence, 2).AsTask());
        Assert.True(syncing.Wait(Deadline));
        Task closing = engine.DisposeAsync().AsTask();
        await Task.Delay(50);
        Assert.False(closing.IsCompleted);
        go.Set();
        Assert.Equal(Commit.Done, await append);
        await closing.WaitAsync(Deadline);
        _files.BeforeOperation = null;
        Assert.Equal([1, 2], await RecoverAsync(shard: 1));
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

    private Task<EmbeddedEngine> OpenAsync() => OpenAsync(_files);

    private static async Task<EmbeddedEngine> OpenAsync(FaultyFileSystem files) =>
        await EmbeddedEngine.OpenAsync(
            files,
            new EmbeddedOptions
            {
                JournalFileBytes = 64 << 10,
                PrepareAhead = false,
                CallerWriteBytesMax = CallerBytesMax,
            },
            None);

    private static async Task<Fence> ClaimAsync(EmbeddedEngine engine, int shard) =>
        (await engine.Ownership.ClaimAsync(new ShardId(shard), None))!.Value;

    /// <summary>Owns the shard and has written its first frame, so that there is a file to write to.</summary>
    private static async Task<Fence> OpenFileAsync(EmbeddedEngine engine, int shard)
    {
        Fence fence = await ClaimAsync(engine, shard);
        Assert.Equal(Commit.Done, await Append(engine, fence, 1, mayBlock: false));
        await UntilIdleAsync(engine);
        return fence;
    }

    /// <summary>
    /// The thread may still be about to sleep when what it wrote is answered, and this runs on it: until a caller can.
    /// </summary>
    private static async Task UntilIdleAsync(EmbeddedEngine engine)
    {
        await Task.Yield();
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

    private static ValueTask<Commit> Append(
        EmbeddedEngine engine, Fence fence, long lsn, int bytes = 100, bool mayBlock = true,
        Durability durability = Durability.Fsync) =>
        engine.Journal.AppendAsync(
            fence, lsn, new ReadOnlySequence<byte>(Enumerable.Repeat((byte)lsn, bytes).ToArray()), durability,
            mayBlock);

    /// <summary>The LSNs that a power loss now would leave, with their bodies looked at.</summary>
    private async Task<List<long>> RecoverAsync(int shard)
    {
        await using EmbeddedEngine engine = await OpenAsync(_files.CrashImage(seed: 3, CrashKeeps.Nothing));
        Assert.Empty(engine.Damages);
        Fence fence = await ClaimAsync(engine, shard);
        List<long> lsns = [];
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(fence, 1, None))
        {
            Assert.True(frame.Body.Span.IndexOfAnyExcept((byte)frame.Lsn) < 0);
            lsns.Add(frame.Lsn);
        }

        return lsns;
    }

    private static async Task<long> LastAsync(EmbeddedEngine engine, Fence fence)
    {
        long last = 0;
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(fence, 1, None)) last = frame.Lsn;
        return last;
    }
}
