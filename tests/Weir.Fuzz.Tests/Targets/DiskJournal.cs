using System.Buffers.Binary;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Testing.Files;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Recovery over a journal file: it ends in damages that are told and a torn tail that is cut, and a second recovery of
/// what it left finds the same frames and nothing torn. Header checksums are made true again, so that hostile numbers
/// get into it.
/// </summary>
internal sealed class DiskJournal : FuzzTarget
{
    private const int Number = 1;

    public override string Name => "disk-journal";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Build([(0, 1, 10), (3, 1, 200), (0, 2, 0), (64, 1, 40)], isSealed: false);
        yield return Build([(0, 1, 10), (0, 2, 10), (0, 3, 10)], isSealed: true);
        yield return [.. Build([(5, 1, 600), (5, 2, 600)], isSealed: false), .. new byte[512]];
        yield return new byte[64];
    }

    public override void Repair(byte[] input, Random random)
    {
        if (input.Length < JournalFileHeader.Bytes) return;
        BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(4), Crc32C.Compute(input.AsSpan(8, 24)));
        uint salt = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(12));
        int at = JournalFileHeader.Bytes;
        while (at + JournalFrameHeader.Bytes <= input.Length)
        {
            Span<byte> head = input.AsSpan(at, JournalFrameHeader.Bytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
            bool isWhole = length >= 0 && length <= input.Length - at - JournalFrameHeader.Bytes;
            BinaryPrimitives.WriteUInt32LittleEndian(head, JournalFrameHeader.Magic);
            BinaryPrimitives.WriteUInt32LittleEndian(head[16..], salt);
            if (isWhole && random.Next(8) != 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(
                    head[8..], Crc32C.Compute(input.AsSpan(at + JournalFrameHeader.Bytes, length)));
            }

            BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Crc32C.Compute(head[8..]));
            if (!isWhole) return;
            at += JournalFrameHeader.Bytes + length;
        }
    }

    // The window that recovery reads through is part of it, twice.
    public override long AllocatedBytesMax(byte[] input) => (16 << 20) + (64L * input.Length);

    public override string Execute(byte[] input)
    {
        FaultyFileSystem files = DiskImage.With($"journal/{Number:D10}.wal", input);
        try
        {
            (int frames, int damages) = Recover(files);
            (int same, int sameDamages) = Recover(files);
            FuzzException.Require(frames == same && damages == sameDamages, "a second recovery finds something else");
            return $"{Math.Min(frames, 6)} frames, {Math.Min(damages, 4)} damages";
        }
        catch (Exception e) when (e is DamagedDataException or StorageFailedException)
        {
            return Outcome.Of(e);
        }
    }

    private static (int Frames, int Damages) Recover(FaultyFileSystem files)
    {
        ShardStream[] streams = [.. Enumerable.Range(0, ShardTable.Count).Select(static number => new ShardStream(number))];
        RecoveredJournal recovered = new JournalRecovery(files, streams).Run();
        foreach (JournalFile file in recovered.Files) file.File.Dispose();
        return (streams.Sum(static stream => (int)Math.Min(stream.Frames.Count, 1_000)), recovered.Damages.Count);
    }

    private static byte[] Build((ushort Shard, long Lsn, int Bytes)[] frames, bool isSealed)
    {
        const uint salt = 0x1234;
        using var output = new PooledBufferWriter();
        new JournalFileHeader(JournalFileHeader.CurrentVersion, salt, Number, 1).Write(output.Reserve(JournalFileHeader.Bytes));
        long sequence = 1;
        foreach ((ushort shard, long lsn, int bytes) in frames)
        {
            byte[] body = new byte[bytes];
            Array.Fill(body, (byte)shard);
            new JournalFrameHeader(Crc32C.Compute(body), bytes, salt, shard, 1, lsn, sequence, sequence - 1)
                .Write(output.Reserve(JournalFrameHeader.Bytes));
            output.Write(body);
            sequence++;
        }

        if (isSealed)
        {
            new JournalFrameHeader(0, 0, salt, JournalFrameHeader.SealShard, 0, 0, sequence, sequence - 1)
                .Write(output.Reserve(JournalFrameHeader.Bytes));
        }

        return output.WrittenSpan.ToArray();
    }
}
