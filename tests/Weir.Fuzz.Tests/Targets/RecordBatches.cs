using System.Buffers.Binary;
using Weir.Fuzz.Tests.Engine;
using Weir.Wire;
using Weir.Wire.Records;
using Weir.Wire.Tests.Records;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Record batches of one codec, with bombs among the seeds and checksums that are made true again. What the validator
/// passes as dense must be read by every walk over it, and compress and decompress to the same records.
/// </summary>
internal sealed class RecordBatches(CompressionCodec codec) : FuzzTarget
{
    private const int DecompressedBytesMax = 1 << 20;

    public override string Name =>
        $"records-{(codec == CompressionCodec.None ? "plain" : codec.ToString().ToLowerInvariant())}";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return GoldenBatches.For(codec);
        yield return Build(20, static i => new byte[i * 7]);
        yield return Build(1, static _ => new byte[200_000]);
        yield return Build(1, static _ => new byte[4 << 20]);
        if (codec != CompressionCodec.None) yield return Bomb(32 << 20);
    }

    public override byte[] Generate(Random random)
    {
        // Compressed as its codec does it, around records that are no longer true.
        byte[] plain = Records(GoldenBatches.For(CompressionCodec.None));
        plain = new Mutator(random).Mutate(plain, plain);
        return Around(plain);
    }

    public override void Repair(byte[] input, Random random)
    {
        if (input.Length < RecordBatchHeader.Bytes) return;
        if (random.Next(4) != 0)
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(8), input.Length - 12);
        input[16] = 2;
        if (random.Next(4) != 0) input[22] = (byte)((input[22] & ~7) | (byte)codec);
        long size = BinaryPrimitives.ReadInt32BigEndian(input.AsSpan(8)) + 12L;
        if (size < RecordBatchHeader.Bytes || size > input.Length) return;
        BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(17), Crc32C.Compute(input.AsSpan(21, (int)size - 21)));
    }

    // Decompression may fill its limit, in buffers that double.
    public override long AllocatedBytesMax(byte[] input) =>
        (256 << 10) + (64L * input.Length) + (codec == CompressionCodec.None ? 0 : 8L * DecompressedBytesMax);

    public override string Execute(byte[] input)
    {
        var batches = new RecordBatchEnumerator(input);
        int seen = 0;
        while (batches.MoveNext()) seen++;
        FuzzException.Require(batches.Position <= input.Length, "the walk over batches left the input");
        BatchError error = RecordBatchValidator.CheckHeaderAndCrc(input, out RecordBatchHeader header);
        if (error != BatchError.None) return $"{error}, {batches.Error}";
        using var scratch = new PooledBufferWriter();
        BatchError sparse = RecordBatchValidator.CheckRecords(input, header, DecompressedBytesMax, dense: false,
            scratch);
        FuzzException.Require(
            scratch.WrittenBytes <= DecompressedBytesMax + (sparse == BatchError.TooLarge ? 1 : 0),
                "more was decompressed than the limit allows");
        BatchError dense = RecordBatchValidator.CheckRecords(input, header, DecompressedBytesMax);
        FuzzException.Require(dense != BatchError.None || sparse == BatchError.None, "dense but not sparse");
        if (dense == BatchError.None) ReadAgain(input, header);
        return $"{dense}, {sparse}, {header.Compression}, {Math.Min(header.RecordCount, 5)}, {Math.Min(seen, 3)}";
    }

    private static void ReadAgain(byte[] input, in RecordBatchHeader header)
    {
        ReadOnlySpan<byte> stored = input.AsSpan(RecordBatchHeader.Bytes..header.SizeBytes);
        byte[] records = header.Compression == CompressionCodec.None
            ? stored.ToArray()
            : Decompress(header.Compression, stored);
        int read = Count(records, header.RecordCount);
        FuzzException.Require(read == header.RecordCount, "a valid batch holds another number of records");
        if (header.Compression == CompressionCodec.None) return;
        using var output = new PooledBufferWriter();
        RecordCompression.Compress(header.Compression, records, output);
        FuzzException.Require(
            Decompress(header.Compression, output.WrittenSpan).AsSpan().SequenceEqual(records),
            "compressed again it decompresses to something else");
    }

    private static int Count(byte[] records, int count)
    {
        var reader = new RecordReader(records, count);
        int read = 0;
        while (reader.TryRead(out RecordView record))
        {
            read++;
            int headers = 0;
            foreach (RecordHeaderView _ in record.Headers) headers++;
            FuzzException.Require(headers == record.HeaderCount, "a valid record holds another number of headers");
        }

        return read;
    }

    private static byte[] Decompress(CompressionCodec codec, ReadOnlySpan<byte> records)
    {
        using var output = new PooledBufferWriter();
        FuzzException.Require(
            RecordCompression.Decompress(codec, records, output, DecompressedBytesMax) == BatchError.None,
            "what the validator decompressed does not decompress");
        return output.WrittenSpan.ToArray();
    }

    private byte[] Build(int records, Func<int, byte[]> value)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(1_700_000_000_000, codec: codec);
        for (int i = 0; i < records; i++)
            builder.Add(1_700_000_000_000 + i, "key"u8, false, value(i), false, default, 0);
        return builder.Complete().ToArray();
    }

    private byte[] Bomb(int bytes) => Around(new byte[bytes]);

    private byte[] Around(byte[] records)
    {
        using var output = new PooledBufferWriter();
        if (codec == CompressionCodec.None) output.Write(records);
        else RecordCompression.Compress(codec, records, output);
        byte[] batch = [.. GoldenBatches.For(codec)[..RecordBatchHeader.Bytes], .. output.WrittenSpan];
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - 12);
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), Crc32C.Compute(batch.AsSpan(21)));
        return batch;
    }

    private static byte[] Records(byte[] batch) => batch[RecordBatchHeader.Bytes..];
}
