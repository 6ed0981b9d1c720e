using System.Text;
using Weir.Records;
using Weir.Storage.Logs;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Inspection;

/// <summary>Record batches end to end, as journal frames, segments and snapshots hold them.</summary>
internal sealed class BatchInspector(InspectionWriter writer, TopicNames names, bool showRecords) : IDisposable
{
    private const long DecompressedBytesMax = 1L << 30;

    private readonly PooledBufferWriter _plain = new();

    public void Inspect(int depth, string where, PartitionId partition, ReadOnlySpan<byte> batches)
    {
        RecordBatchEnumerator enumerator = new(batches);
        while (enumerator.MoveNext()) InspectBatch(depth, where, partition, enumerator.Batch);
        if (enumerator.Error != BatchError.None)
            writer.Damage(depth, where, $"no whole batch after {enumerator.Position} bytes: {enumerator.Error}");
    }

    public void Dispose() => _plain.Dispose();

    private void InspectBatch(int depth, string where, PartitionId partition, ReadOnlySpan<byte> batch)
    {
        BatchError error = RecordBatchValidator.CheckHeaderAndCrc(batch, out RecordBatchHeader header);
        bool hasProducer = header.ProducerId >= 0;
        writer.Item(
            depth,
            "batch",
            ("partition", partition.ToString()),
            ("topic", names.Find(partition)),
            ("base_offset", header.BaseOffset),
            ("last_offset", header.LastOffset),
            ("records", header.RecordCount),
            ("bytes", header.SizeBytes),
            ("codec", CodecName(header.Compression)),
            ("base_time", Timestamps.Text(header.BaseTimestamp)),
            ("max_time", Timestamps.Text(header.MaxTimestamp)),
            ("time", header.IsLogAppendTime ? "append" : "create"),
            ("producer", hasProducer ? header.ProducerId : null),
            ("producer_epoch", hasProducer ? header.ProducerEpoch : null),
            ("sequence", hasProducer ? header.BaseSequence : null),
            ("transactional", header.IsTransactional ? true : null),
            ("control", header.IsControl ? true : null));
        if (error == BatchError.None)
            error = RecordBatchValidator.CheckRecords(batch, header, DecompressedBytesMax, dense: false, _plain);
        if (error == BatchError.UnsupportedCodec)
            writer.Item(depth + 1, "note", ("what", $"no library for {header.Compression}: records are not read"));
        else if (error != BatchError.None)
            writer.Damage(depth, where, $"the batch of partition {partition} at offset {header.BaseOffset}: {error}");
        else if (showRecords)
            ShowRecords(depth + 1, batch, header);
    }

    private void ShowRecords(int depth, ReadOnlySpan<byte> batch, in RecordBatchHeader header)
    {
        // The check before left the decompressed records in the buffer.
        ReadOnlySpan<byte> records = header.Compression == CompressionCodec.None
            ? batch[RecordBatchHeader.Bytes..]
            : _plain.WrittenSpan;
        RecordReader reader = new(records, header.RecordCount);
        while (reader.TryRead(out RecordView record))
        {
            List<string> headers = [];
            foreach (RecordHeaderView h in record.Headers) headers.Add($"{Text(h.Key)}={Text(h.Value)}");
            long timestamp = header.IsLogAppendTime
                ? header.MaxTimestamp
                : header.BaseTimestamp + record.TimestampDelta;
            writer.Item(
                depth,
                "record",
                ("offset", header.BaseOffset + record.OffsetDelta),
                ("time", Timestamps.Text(timestamp)),
                ("key", record.IsKeyNull ? null : Text(record.Key)),
                ("value", record.IsValueNull ? null : Text(record.Value)),
                ("headers", headers.Count == 0 ? null : headers.ToArray()));
        }
    }

    private static string CodecName(CompressionCodec codec) => codec switch
    {
        CompressionCodec.None => "none",
        CompressionCodec.Gzip => "gzip",
        CompressionCodec.Snappy => "snappy",
        CompressionCodec.Lz4 => "lz4",
        CompressionCodec.Zstd => "zstd",
        _ => $"unknown-{(int)codec}",
    };

    // Bytes that are no text are shown as base64 with a mark that no text field has.
    private static string Text(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : $"base64:{Convert.ToBase64String(bytes)}";
}
