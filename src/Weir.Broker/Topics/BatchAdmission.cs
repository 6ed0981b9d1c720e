using Weir.Wire.Records;

namespace Weir.Broker.Topics;

/// <summary>Decides whether a batch may be appended to a topic, before any lock is taken.</summary>
public static class BatchAdmission
{
    /// <summary>
    /// Records of one batch may decompress to this many times max.message.bytes or an eighth of memory, what is less;
    /// and at least to 64 MiB.
    /// </summary>
    private const int ExpansionMax = 64;
    private const long DecompressedBytesFloor = 64L << 20;
    private static readonly long MemoryShareBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8;

    public static AppendError Check(
        TopicSettings settings, ReadOnlySpan<byte> batch, long nowMs, out RecordBatchHeader header)
    {
        AppendError error = Map(RecordBatchValidator.CheckHeaderAndCrc(batch, out header));
        if (error != AppendError.None) return error;
        if (batch.Length > settings.MessageBytesMax) return AppendError.TooLarge;
        if (header.IsControl) return AppendError.InvalidRecord;
        if (header.ProducerId >= 0 && (header.BaseSequence < 0 || header.ProducerEpoch < 0))
            return AppendError.InvalidRecord;
        long decompressedMax = DecompressedBytesMax(settings);
        error = Map(RecordBatchValidator.CheckRecords(batch, header, decompressedMax));
        if (error != AppendError.None) return error;
        bool needsKeys = settings.CleanupPolicy.HasFlag(CleanupPolicy.Compact);
        if (needsKeys && !BatchKeys.AllPresent(batch, header, decompressedMax))
            return AppendError.KeyMissing;
        return settings.TimestampType == TimestampType.LogAppendTime || AreTimesAccepted(settings, header, nowMs)
            ? AppendError.None
            : AppendError.InvalidTimestamp;
    }

    /// <summary>How large the records of one batch may be when they are not compressed.</summary>
    public static long DecompressedBytesMax(TopicSettings settings) =>
        Math.Max(DecompressedBytesFloor, Math.Min((long)settings.MessageBytesMax * ExpansionMax, MemoryShareBytes));

    /// <summary>
    /// Positions in the batch of the records that made <see cref="Check"/> say <see cref="AppendError.KeyMissing"/>.
    /// </summary>
    public static IReadOnlyList<int> RecordsWithoutKey(
        TopicSettings settings, ReadOnlySpan<byte> batch, in RecordBatchHeader header) =>
        BatchKeys.Missing(batch, header, DecompressedBytesMax(settings), int.MaxValue);

    private static bool AreTimesAccepted(TopicSettings settings, in RecordBatchHeader header, long nowMs)
    {
        if (header.MaxTimestamp < 0) return true;
        if (settings.TimestampAfterMaxMs < long.MaxValue && header.MaxTimestamp - nowMs > settings.TimestampAfterMaxMs)
            return false;
        return settings.TimestampBeforeMaxMs == long.MaxValue
            || nowMs - header.MaxTimestamp <= settings.TimestampBeforeMaxMs;
    }

    private static AppendError Map(BatchError error) => error switch
    {
        BatchError.None => AppendError.None,
        BatchError.BadMagic => AppendError.UnsupportedFormat,
        BatchError.UnsupportedCodec => AppendError.UnsupportedCompression,
        BatchError.TooLarge => AppendError.TooLarge,
        BatchError.BadCount or BatchError.BadOffsets => AppendError.InvalidRecord,
        _ => AppendError.Corrupt,
    };
}
