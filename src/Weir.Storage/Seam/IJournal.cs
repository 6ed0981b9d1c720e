using System.Buffers;

namespace Weir.Storage;

/// <summary>
/// The truth: per shard, frames with dense sequence numbers (LSN, the first is 1). A frame is atomic: replay yields it
/// whole or not at all. Frames are opaque here.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Appends one frame. <paramref name="lsn"/> must be the shard's last plus one; a caller keeps one append per shard
    /// in flight and leaves the frame's memory unchanged until it completes. The engine may group frames of many shards
    /// into one write and one sync. Continuations run inline on the engine's writer: be short, never block.
    /// </summary>
    /// <param name="fence">Who owns the shard.</param>
    /// <param name="lsn">The frame's number.</param>
    /// <param name="frame">What is to be appended.</param>
    /// <param name="durability"><see cref="Durability.Fsync"/> or <see cref="Durability.Os"/>.</param>
    /// <param name="mayBlock">The engine may write and sync on the caller's thread, within the call.</param>
    ValueTask<Commit> AppendAsync(
        Fence fence, long lsn, ReadOnlySequence<byte> frame, Durability durability, bool mayBlock = false);

    /// <summary>
    /// The shard's frames from <paramref name="fromLsn"/> on, in order, verified; stops at the torn tail that a crash
    /// left. Throws <see cref="DamagedDataException"/> where a frame that had been synced is damaged.
    /// </summary>
    IAsyncEnumerable<JournalFrame> ReplayAsync(Fence fence, long fromLsn, CancellationToken cancel);
}
