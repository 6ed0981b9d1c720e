using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Benchmarks.Operations;

/// <summary>What happens to the bytes of a batch: checksum, check, walk, build.</summary>
internal static class CodecOperations
{
    public static IOperation Crc32C(int bytes)
    {
        byte[] data = new byte[bytes];
        return new SynchronousOperation(() => Wire.Crc32C.Compute(data));
    }

    public static IOperation Validate(int records)
    {
        byte[] batch = Batches.Of(records);
        return new SynchronousOperation(() =>
        {
            BatchError error = RecordBatchValidator.CheckHeaderAndCrc(batch, out RecordBatchHeader header);
            if (error == BatchError.None) error = RecordBatchValidator.CheckRecords(batch, header, 1 << 30);
            if (error != BatchError.None) throw new InvalidOperationException($"the batch is refused: {error}");
        });
    }

    public static IOperation Walk(int records)
    {
        byte[] batch = Batches.Of(records);
        return new SynchronousOperation(() =>
        {
            var reader = new RecordReader(batch.AsSpan(RecordBatchHeader.Bytes), records);
            int seen = 0;
            while (reader.TryRead(out _)) seen++;
            if (seen != records) throw new InvalidOperationException($"{seen} of {records} records");
        });
    }

    public static IOperation Build(int records)
    {
        var builder = new RecordBatchBuilder();
        return new SynchronousOperation(
            () =>
            {
                Batches.Fill(builder, records, 1_700_000_000_000);
                builder.Complete();
            },
            builder);
    }
}
