using System.Buffers;
using System.Runtime.CompilerServices;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Wire;

namespace Weir.Storage.Embedded;

/// <summary>
/// The journal as callers see it: checks the fence and the LSN, checksums the body on the caller's thread, and hands
/// the append to the writer. Replay reads the frames that recovery and the writer noted down.
/// </summary>
internal sealed class EmbeddedJournal(ShardStream[] streams, JournalFiles files, JournalWriter writer, string root)
    : IJournal
{
    private const int FrameBytesMax = 1 << 30;

    public ValueTask<Commit> AppendAsync(
        Fence fence, long lsn, ReadOnlySequence<byte> frame, Durability durability, bool mayBlock = false)
    {
        if (durability is not (Durability.Fsync or Durability.Os))
            throw new ArgumentOutOfRangeException(nameof(durability), durability, "Only fsync and os are written.");
        return Append(streams[fence.Shard.Value], fence.Epoch, lsn, frame, durability == Durability.Fsync, mayBlock);
    }

    public ValueTask<Commit> Append(ShardStream stream, int epoch, long lsn, in ReadOnlySequence<byte> body,
        bool wantsSync, bool mayBlock = false)
    {
        if (body.Length > FrameBytesMax)
            throw new ArgumentOutOfRangeException(nameof(body), body.Length,
                $"A frame has at most {FrameBytesMax} bytes.");
        lock (stream.Gate)
        {
            if (stream.Epoch != epoch)
                return new ValueTask<Commit>(Commit.Fenced);
            if (stream.InFlight)
                throw new InvalidOperationException($"{ShardTable.Name(stream.Number)} has an append in flight.");
            if (lsn != stream.Frames.NextLsn)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(lsn), lsn, $"The next LSN of {ShardTable.Name(stream.Number)} is {stream.Frames.NextLsn}.");
            }

            stream.Start();
        }

        uint crc = 0;
        foreach (ReadOnlyMemory<byte> segment in body)
            crc = Crc32C.Append(crc, segment.Span);
        ShardAppend append = stream.Append;
        append.Begin(epoch, lsn, body, (int)body.Length, crc, wantsSync);
        ValueTask<Commit> task = append.Task;
        if (!writer.TryTake(append, mayBlock))
            stream.Complete(Commit.Unknown);
        return task;
    }

    public async IAsyncEnumerable<JournalFrame> ReplayAsync(
        Fence fence, long fromLsn, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        foreach (JournalFrame frame in Read(streams[fence.Shard.Value], fence.Epoch, fromLsn))
        {
            cancel.ThrowIfCancellationRequested();
            yield return frame;
        }
    }

    /// <summary>The frames from an LSN to the one that is last now.</summary>
    public IEnumerable<JournalFrame> Read(ShardStream stream, int epoch, long fromLsn)
    {
        long lsn = Math.Max(1, fromLsn);
        long end;
        lock (stream.Gate)
        {
            ThrowUnlessCurrent(stream, epoch);
            end = stream.Frames.NextLsn;
            if (lsn < stream.Frames.FirstLsn)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(fromLsn), fromLsn,
                        $"Replay starts above the checkpoint, at {stream.Frames.FirstLsn} or later.");
            }
        }

        byte[] buffer = new byte[4096];
        for (; lsn < end; lsn++)
        {
            FramePosition position;
            lock (stream.Gate)
            {
                ThrowUnlessCurrent(stream, epoch);
                if (lsn < stream.Frames.FirstLsn)
                    throw new InvalidOperationException(
                        $"A checkpoint overtook the replay of {ShardTable.Name(stream.Number)}.");
                position = stream.Frames[lsn];
            }

            int bytes = JournalFrameHeader.Bytes + Math.Max(0, position.Length);
            if (buffer.Length < bytes)
                buffer = new byte[Math.Max(bytes, Math.Min(2L * buffer.Length, Array.MaxLength))];
            ReadFrame(stream, lsn, position, buffer.AsSpan(0, bytes));
            yield return new JournalFrame(lsn, buffer.AsMemory(JournalFrameHeader.Bytes, position.Length));
        }
    }

    private static void ThrowUnlessCurrent(ShardStream stream, int epoch)
    {
        if (stream.Epoch != epoch)
            throw new InvalidOperationException(
                $"The fence of {ShardTable.Name(stream.Number)} is stale: it was claimed again.");
    }

    private void ReadFrame(ShardStream stream, long lsn, FramePosition position, Span<byte> frame)
    {
        JournalFile? file = files.Find(position.FileNumber);
        if (position.Length != FramePosition.Damaged
            && file is not null
            && file.File.ReadFully(frame, position.Offset) == frame.Length
            && JournalFrameHeader.TryRead(frame, file.Salt, out JournalFrameHeader header)
            && header.Shard == stream.Number
            && header.Lsn == lsn
            && header.Length == position.Length
            && Crc32C.Compute(frame[JournalFrameHeader.Bytes..]) == header.BodyCrc)
        {
            return;
        }

        throw new DamagedDataException(
            $"{root}/{JournalFile.PathOf(position.FileNumber)} is damaged at byte {position.Offset}: "
            + $"frame {lsn} of {ShardTable.Name(stream.Number)} cannot be read.");
    }
}
