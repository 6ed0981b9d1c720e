using System.Buffers.Binary;
using Weir.Storage.Files;
using Weir.Wire;

namespace Weir.Storage.Embedded;

/// <summary>
/// The data directory's epoch: grows durably with every start and every repeated claim, with one fdatasync. Two slots,
/// 512 bytes apart, are written in turn, so a torn write leaves the other; the higher valid one counts. The file begins
/// with epoch 0 in its place, so that the first write has another to leave as well.
/// <code>
/// slot: +---------+-------+---------+
///       | magic 4 | crc 4 | epoch 4 |   little endian; the CRC32C covers the epoch
///       +---------+-------+---------+
/// </code>
/// </summary>
internal sealed class EpochFile : IDisposable
{
    private const string Path = "epoch";
    private const int SlotBytes = 512;
    private const int ValueBytes = 12;
    private const uint Magic = 0x45524557; // "WERE"

    private readonly IFile _file;
    private readonly Lock _gate = new();
    private int _epoch;

    public EpochFile(IFileSystem files)
    {
        if (!files.Exists(Path))
            AtomicFile.Write(files, Path, (byte[])[.. Slot(0), .. new byte[SlotBytes]]);
        _file = files.Open(Path);
        byte[] slots = new byte[2 * SlotBytes];
        _file.ReadFully(slots, 0);
        _epoch = Math.Max(ReadSlot(slots), ReadSlot(slots.AsSpan(SlotBytes)));
        if (_epoch < 0)
            throw new DamagedDataException(
                $"{files.Description}/{Path} is damaged: neither of its two copies is valid.");
    }

    /// <summary>A higher epoch than any before in this directory; durable when it returns.</summary>
    public int Next()
    {
        lock (_gate)
        {
            int next = _epoch + 1;
            _file.Write(Slot(next).AsMemory(0, ValueBytes), next % 2 * SlotBytes);
            _file.SyncData();
            _epoch = next;
            return next;
        }
    }

    public void Dispose() => _file.Dispose();

    private static byte[] Slot(int epoch)
    {
        byte[] slot = new byte[SlotBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(slot, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(slot.AsSpan(8), epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(slot.AsSpan(4), Crc32C.Compute(slot.AsSpan(8, 4)));
        return slot;
    }

    /// <summary>-1 when it is not valid.</summary>
    private static int ReadSlot(ReadOnlySpan<byte> slot)
    {
        // An epoch that could not grow any more cannot have been written.
        bool valid = BinaryPrimitives.ReadUInt32LittleEndian(slot) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(slot[4..]) == Crc32C.Compute(slot[8..12])
            && BinaryPrimitives.ReadInt32LittleEndian(slot[8..]) is >= 0 and < int.MaxValue;
        return valid ? BinaryPrimitives.ReadInt32LittleEndian(slot[8..]) : -1;
    }
}
