using System.Buffers;
using Weir.Storage.Embedded;
using Weir.Testing.Files;

namespace Weir.Storage.Tests.Embedded;

/// <summary>
/// One seeded history: an engine on faulty files takes appends of several shards, with checkpoints between; at every
/// file operation, and often a few times at each, the power goes. Each image that leaves is opened and checked: every
/// Fsync append that was Done is there, nothing else than what was appended is, LSNs are dense, no damage is claimed.
/// </summary>
internal sealed class CrashHistory(int seed)
{
    private const int Shards = 5;
    private readonly Random _random = new(seed);
    private readonly long[] _done = new long[Shards];
    private readonly long[] _begun = new long[Shards];
    private readonly long[] _checkpoints = new long[Shards];
    private readonly long[] _checkpointsBegun = new long[Shards];
    private readonly List<Moment> _moments = [];

    public static EmbeddedOptions Options { get; } = new() { JournalFileBytes = 4096, PrepareAhead = false };

    public int Images { get; private set; }

    public async Task RunAsync(int rounds, int momentsToCheck)
    {
        FaultyFileSystem files = new(seed);
        int generations = 1 + _random.Next(3);
        for (int generation = 0; generation < generations; generation++)
        {
            files.BeforeOperation = operation => Record(files, operation);
            await using (EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(files, Options, CancellationToken.None))
                await WorkAsync(engine, rounds);
            Record(files, default);
            files.BeforeOperation = null;
            await CheckAsync(momentsToCheck);
            if (generation + 1 < generations)
                files = await CrashAsync();
        }
    }

    public static byte[] Body(int shard, long lsn) =>
        [.. BitConverter.GetBytes(lsn), .. Enumerable.Repeat((byte)shard, (int)((lsn * 7919 + shard) % 900))];

    // The history goes on from what one of the crashes left.
    private async Task<FaultyFileSystem> CrashAsync()
    {
        Moment moment = _moments[_random.Next(_moments.Count)];
        FaultyFileSystem files = moment.Files.CrashImage(_random.Next());
        _moments.Clear();
        await using EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(files, Options, CancellationToken.None);
        for (int shard = 0; shard < Shards; shard++)
        {
            Fence fence = (await engine.Ownership.ClaimAsync(new ShardId(shard), CancellationToken.None))!.Value;
            long checkpoint = (await engine.Manifest.LoadAsync(fence, CancellationToken.None)).CheckpointLsn;
            long last = await LastAsync(engine, fence, shard, checkpoint);
            _done[shard] = _begun[shard] = last;
            _checkpoints[shard] = _checkpointsBegun[shard] = checkpoint;
        }

        return files;
    }

    private async Task WorkAsync(EmbeddedEngine engine, int rounds)
    {
        Fence[] fences = new Fence[Shards];
        for (int i = 0; i < Shards; i++)
            fences[i] = (await engine.Ownership.ClaimAsync(new ShardId(i), CancellationToken.None))!.Value;
        for (int round = 0; round < rounds; round++)
        {
            List<Task> appends = [];
            for (int shard = 0; shard < Shards; shard++)
            {
                if (_random.Next(3) > 0)
                    appends.Add(
                        AppendAsync(engine, fences[shard], _random.Next(4) == 0 ? Durability.Os : Durability.Fsync));
            }

            await Task.WhenAll(appends);
            if (_random.Next(3) == 0)
                await CheckpointAsync(engine, fences[_random.Next(Shards)]);
        }
    }

    private async Task AppendAsync(EmbeddedEngine engine, Fence fence, Durability durability)
    {
        int shard = fence.Shard.Value;
        long lsn;
        lock (_moments)
            lsn = ++_begun[shard];
        Commit commit = await engine.Journal.AppendAsync(
            fence, lsn, new ReadOnlySequence<byte>(Body(shard, lsn)), durability, mayBlock: lsn % 3 == 0);
        Assert.Equal(Commit.Done, commit);
        lock (_moments)
        {
            // A synced frame makes those before it durable too.
            if (durability == Durability.Fsync)
                _done[shard] = lsn;
        }
    }

    private async Task CheckpointAsync(EmbeddedEngine engine, Fence fence)
    {
        int shard = fence.Shard.Value;
        long lsn;
        lock (_moments)
            lsn = _checkpointsBegun[shard] = _begun[shard];
        Commit commit =
            await engine.Manifest.CommitAsync(fence, new ManifestEdit(lsn, null, [], []), CancellationToken.None);
        Assert.Equal(Commit.Done, commit);
        lock (_moments)
        {
            _checkpoints[shard] = lsn;
            _done[shard] = Math.Max(_done[shard], lsn);
        }
    }

    private void Record(FaultyFileSystem files, FileOperation operation)
    {
        lock (_moments)
        {
            _moments.Add(new Moment(
                operation, files.CrashCopy(), [.. _done], [.. _begun], [.. _checkpoints], [.. _checkpointsBegun]));
        }
    }

    private async Task CheckAsync(int count)
    {
        for (int i = 0; i < count || i < 1; i++)
        {
            Moment moment = count >= _moments.Count * 2
                ? _moments[i % _moments.Count]
                : _moments[_random.Next(_moments.Count)];
            CrashKeeps keeps = _random.Next(6) switch
            {
                0 => CrashKeeps.Nothing,
                1 => CrashKeeps.Everything,
                _ => CrashKeeps.Anything,
            };
            await CheckAsync(moment, moment.Files.CrashImage(_random.Next(), keeps), keeps);
        }
    }

    private async Task CheckAsync(Moment moment, FaultyFileSystem image, CrashKeeps keeps)
    {
        Images++;
        image.HasShortReads = _random.Next(2) == 0;
        string where = $"seed {seed}, {moment.Operation}, {keeps}";
        await using EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(image, Options, CancellationToken.None);
        Assert.True(engine.Damages.Count == 0, $"{where}: {string.Join(' ', engine.Damages)}");
        for (int shard = 0; shard < Shards; shard++)
        {
            Fence fence = (await engine.Ownership.ClaimAsync(new ShardId(shard), CancellationToken.None))!.Value;
            long checkpoint = (await engine.Manifest.LoadAsync(fence, CancellationToken.None)).CheckpointLsn;
            Assert.True(checkpoint >= moment.Checkpoints[shard] && checkpoint <= moment.CheckpointsBegun[shard], where);
            long last = await LastAsync(engine, fence, shard, checkpoint);
            Assert.True(last >= moment.Done[shard], $"{where}: shard {shard} lost {last + 1} to {moment.Done[shard]}");
            Assert.True(last <= moment.Begun[shard], $"{where}: shard {shard} has {last}, begun {moment.Begun[shard]}");
            Commit commit = await engine.Journal.AppendAsync(
                fence, last + 1, new ReadOnlySequence<byte>(Body(shard, last + 1)), Durability.Fsync);
            Assert.Equal(Commit.Done, commit);
        }
    }

    private static async Task<long> LastAsync(EmbeddedEngine engine, Fence fence, int shard, long checkpoint)
    {
        long last = checkpoint;
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(fence, checkpoint + 1, CancellationToken.None))
        {
            Assert.Equal(++last, frame.Lsn);
            Assert.Equal(Body(shard, last), frame.Body.ToArray());
        }

        return last;
    }

    private sealed record Moment(
        FileOperation Operation, FaultyFileSystem Files, long[] Done, long[] Begun, long[] Checkpoints,
            long[] CheckpointsBegun);
}
