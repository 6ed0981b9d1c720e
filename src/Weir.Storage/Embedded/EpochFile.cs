using System.Buffers.Binary;
using Weir.Storage.Files;
using Weir.Wire;

namespace Weir.Storage.Embedded;

/// <summary>
/// The data directory's epoch: grows durably with every start and every repeated claim, with one fdatasync. Two slots,
/// 512 bytes apart, are written in turn, so a torn write leaves the other; the higher valid one counts. The file begins
/// with epoch 0 in its place, so that the first write has another to leave as well. Where one is not valid the next two
/// epochs are left out.
/// <code>
/// slot: +---------+-------+---------+
///       | magic 4 | crc 4 | epoch 4 |   little endian; the CRC32C covers the epoch
///       +---------+-------+---------+
/// </code>
/// </summary>
internal sealed class EpochFile : IDisposable
{
    public const string Path = "epoch";
    private const int SlotBytes = 512;
    private const int ValueBytes = 12;
    private const uint Magic = 0x45524557; // "WERE"

    /// <summary>Some two billion starts. A file that says more was not written by us.</summary>
    private const int EpochMax = int.MaxValue - 3;

    private readonly IFile _file;
    private readonly Lock _gate = new();
    private int _epoch;

    public EpochFile(IFileSystem files)
    {
        if (!files.Exists(Path))
            AtomicFile.Write(files, Path, (byte[])[.. Slot(0), .. new byte[SlotBytes]]);
        _epoch = Read(files, out bool isDamaged);
        if (_epoch < 0)
            throw new DamagedDataException(
                $"{files.Description}/{Path} is damaged: neither of its two copies is valid.");
        // The lost copy may have been the higher: an epoch that was used never comes again.
        if (isDamaged)
            _epoch += 2;
        _file = files.Open(Path);
    }

    /// <summary>Writes the file anew; the next epoch is one higher.</summary>
    public static void Write(IFileSystem files, int epoch) =>
        AtomicFile.Write(files, Path, (byte[])[.. Slot(epoch), .. Slot(epoch)]);

    /// <summary>
    /// The epoch that counts; -1 when neither copy is valid. <paramref name="isDamaged"/>: one of them is not what was
    /// written, and may have been the higher.
    /// </summary>
    public static int Read(IFileSystem files, out bool isDamaged)
    {
        byte[] slots = AtomicFile.Read(files, Path);
        Array.Resize(ref slots, 2 * SlotBytes);
        int first = ReadSlot(slots);
        int second = ReadSlot(slots.AsSpan(SlotBytes));
        int epoch = Math.Max(first, second);
        // Epochs take turns, so the other copy holds the one before; a new file has nothing there.
        int other = Math.Min(first, second);
        isDamaged = other < 0 && !(epoch == 0 && IsUnwritten(slots.AsSpan(SlotBytes)));
        return epoch;
    }

    /// <summary>A higher epoch than any before in this directory; durable when it returns.</summary>
    /// <exception cref="StorageFailedException">There is none.</exception>
    public int Next()
    {
        lock (_gate)
        {
            if (_epoch >= EpochMax) throw new StorageFailedException($"no epoch is left above {_epoch}");
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

    private static bool IsUnwritten(ReadOnlySpan<byte> slot) => slot[..ValueBytes].IndexOfAnyExcept((byte)0) < 0;

    /// <summary>-1 when it is not valid.</summary>
    private static int ReadSlot(ReadOnlySpan<byte> slot)
    {
        bool valid = BinaryPrimitives.ReadUInt32LittleEndian(slot) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(slot[4..]) == Crc32C.Compute(slot[8..12])
            && BinaryPrimitives.ReadInt32LittleEndian(slot[8..]) is >= 0 and <= EpochMax;
        return valid ? BinaryPrimitives.ReadInt32LittleEndian(slot[8..]) : -1;
    }
}
