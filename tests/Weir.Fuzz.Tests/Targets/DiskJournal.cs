using System.Buffers.Binary;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Embedded.Journal;
using Weir.Storage.Files;
using Weir.Testing.Files;
using Weir.Wire;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Recovery over two journal files; the input's first two octets say where the second begins. It ends in damages that
/// are told and a torn tail that is cut, and a second recovery of what it left finds the same frames. Header checksums
/// are made true again, so that hostile numbers get into it.
/// </summary>
internal sealed class DiskJournal : FuzzTarget
{
    private const int HeadBytes = sizeof(ushort);

    public override string Name => "disk-journal";

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] sealedFile = Build(1, 1, [(0, 1, 10), (0, 2, 10), (64, 1, 10)], isSealed: true);
        byte[] next = Build(2, 5, [(0, 3, 10), (3, 1, 200), (0, 4, 0), (64, 2, 40)], isSealed: false);
        yield return Join(sealedFile, next);
        yield return Join(sealedFile, []);
        yield return Join(Build(1, 1, [(5, 1, 600), (5, 2, 600)], isSealed: false), new byte[512]);
        yield return Join([.. Build(1, 1, [(5, 1, 600)], isSealed: false), .. new byte[512]], []);
        yield return Join(Build(1, 1, [(7, 1, 1), (8, 1, 1), (7, 2, 1)], isSealed: false), next);
        yield return Join(new byte[64], next);
    }

    public override void Repair(byte[] input, Random random)
    {
        if (input.Length < HeadBytes) return;
        int split = SplitOf(input);
        RepairFile(input.AsSpan(HeadBytes..split), 1, random);
        RepairFile(input.AsSpan(split), 2, random);
    }

    // The window that recovery reads through is part of it, twice.
    public override long AllocatedBytesMax(byte[] input) => (4 << 20) + (64L * input.Length);

    public override string Execute(byte[] input)
    {
        if (input.Length < HeadBytes) return "empty";
        int split = SplitOf(input);
        FaultyFileSystem files = DiskImage.With(JournalFile.PathOf(1), input[HeadBytes..split]);
        if (split < input.Length) DiskImage.Add(files, JournalFile.PathOf(2), input[split..]);
        try
        {
            RecoveredJournal first = Recover(files, out long[] ends);
            RecoveredJournal second = Recover(files, out long[] sameEnds);
            FuzzException.Require(ends.AsSpan().SequenceEqual(sameEnds), "a second recovery finds other frames");
            FuzzException.Require(first.Damages.SequenceEqual(second.Damages), "a second recovery finds other damage");
            FuzzException.Require(first.NextSequence == second.NextSequence, "a second recovery goes on elsewhere");
            long frames = ends.Sum(static end => Math.Min(end, 1_000));
            int damages = Math.Min(first.Damages.Count, 4);
            return $"{first.Files.Count} files, {Math.Min(frames, 8)} frames, {damages} damages";
        }
        catch (Exception e) when (e is DamagedDataException or StorageFailedException)
        {
            return Outcome.Of(e);
        }
    }

    private static int SplitOf(byte[] input) =>
        Math.Min(HeadBytes + BinaryPrimitives.ReadUInt16LittleEndian(input), input.Length);

    private static RecoveredJournal Recover(FaultyFileSystem files, out long[] ends)
    {
        ShardStream[] streams = [.. Enumerable.Range(0, ShardTable.Count).Select(static i => new ShardStream(i))];
        RecoveredJournal recovered = new JournalRecovery(files, streams).Run();
        foreach (JournalFile file in recovered.Files) file.File.Dispose();
        ends = [.. streams.Select(static stream => stream.Frames.NextLsn - 1)];
        return recovered;
    }

    private static void RepairFile(Span<byte> file, int number, Random random)
    {
        if (file.Length < JournalFileHeader.Bytes) return;
        BinaryPrimitives.WriteUInt32LittleEndian(file, BinaryPrimitives.ReadUInt32LittleEndian("WERJ"u8));
        if (random.Next(8) != 0) BinaryPrimitives.WriteInt64LittleEndian(file[16..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(file[4..], Crc32C.Compute(file[8..JournalFileHeader.Bytes]));
        uint salt = BinaryPrimitives.ReadUInt32LittleEndian(file[12..]);
        int at = JournalFileHeader.Bytes;
        while (at + JournalFrameHeader.Bytes <= file.Length)
        {
            Span<byte> head = file.Slice(at, JournalFrameHeader.Bytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
            bool isWhole = length >= 0 && length <= file.Length - at - JournalFrameHeader.Bytes;
            if (random.Next(16) != 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(head, JournalFrameHeader.Magic);
                BinaryPrimitives.WriteUInt32LittleEndian(head[16..], salt);
            }

            if (isWhole && random.Next(8) != 0)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(
                    head[8..], Crc32C.Compute(file.Slice(at + JournalFrameHeader.Bytes, length)));
            }

            BinaryPrimitives.WriteUInt32LittleEndian(head[4..], Crc32C.Compute(head[8..]));
            if (!isWhole) return;
            at += JournalFrameHeader.Bytes + length;
        }
    }

    private static byte[] Join(byte[] first, byte[] second)
    {
        byte[] head = new byte[HeadBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)first.Length);
        return [.. head, .. first, .. second];
    }

    private static byte[] Build(int number, long sequence, (ushort Shard, long Lsn, int Bytes)[] frames, bool isSealed)
    {
        const uint salt = 0x1234;
        using var output = new PooledBufferWriter();
        new JournalFileHeader(JournalFileHeader.CurrentVersion, salt, number, sequence)
            .Write(output.Reserve(JournalFileHeader.Bytes));
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
