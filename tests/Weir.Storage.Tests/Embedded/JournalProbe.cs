using System.Buffers;
using Weir.Storage.Embedded;
using Weir.Testing.Files;

namespace Weir.Storage.Tests.Embedded;

/// <summary>Frames whose bodies repeat the low byte of their LSN, and what a power loss would leave of them.</summary>
internal static class JournalProbe
{
    public static async Task<Fence> ClaimAsync(EmbeddedEngine engine, ShardId shard) =>
        (await engine.Ownership.ClaimAsync(shard, CancellationToken.None))!.Value;

    public static ValueTask<Commit> Append(
        EmbeddedEngine engine, Fence fence, long lsn, int bodyBytes = 100, bool mayBlock = false,
        Durability durability = Durability.Fsync) =>
        engine.Journal.AppendAsync(
            fence, lsn, new ReadOnlySequence<byte>(Enumerable.Repeat((byte)lsn, bodyBytes).ToArray()), durability,
            mayBlock);

    /// <summary>The LSNs that a power loss now would leave, with their bodies looked at.</summary>
    public static async Task<List<long>> RecoverAsync(FaultyFileSystem files, ShardId shard, EmbeddedOptions options)
    {
        await using EmbeddedEngine engine = await EmbeddedEngine.OpenAsync(
            files.CrashImage(seed: 3, CrashKeeps.Nothing), options, CancellationToken.None);
        Assert.Empty(engine.Damages);
        Fence fence = await ClaimAsync(engine, shard);
        List<long> lsns = [];
        await foreach (JournalFrame frame in engine.Journal.ReplayAsync(fence, 1, CancellationToken.None))
        {
            Assert.True(frame.Body.Span.IndexOfAnyExcept((byte)frame.Lsn) < 0);
            lsns.Add(frame.Lsn);
        }

        return lsns;
    }

    /// <summary>How the tests change what is free on the simulated disk.</summary>
    public static void SetFree(FaultyFileSystem files, long bytes) =>
        files.CapacityBytes = files.CapacityBytes - files.FreeBytes + bytes;

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
