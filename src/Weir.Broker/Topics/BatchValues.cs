using System.Buffers;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Topics;

/// <summary>Adds up the values of an admitted batch, for queues that are limited in bytes.</summary>
internal static class BatchValues
{
    /// <summary>Null when it unpacks to more than can ever be read.</summary>
    public static long? BytesOf(in ReadOnlySequence<byte> batch, in RecordBatchHeader header)
    {
        using var plain = new PooledBufferWriter();
        if (batch.IsSingleSegment) return BytesOf(batch.FirstSpan, header, plain);
        using var whole = new PooledBufferWriter();
        batch.CopyTo(whole.Reserve(checked((int)batch.Length)));
        return BytesOf(whole.WrittenSpan, header, plain);
    }

    private static long? BytesOf(ReadOnlySpan<byte> batch, in RecordBatchHeader header, PooledBufferWriter plain)
    {
        BatchError error =
            RecordBatchRecords.Open(batch, header, plain, RecordBatchRecords.StoredBytesMax, out var records);
        if (error != BatchError.None) return null;
        long bytes = 0;
        var reader = new RecordReader(records, header.RecordCount);
        while (reader.TryRead(out RecordView record)) bytes += record.Value.Length;
        return bytes;
    }
}
