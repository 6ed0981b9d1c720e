using System.Buffers.Binary;

namespace Weir.Wire.Records;

/// <summary>
/// What a broker changes in a batch it received. Base offset and leader epoch lie outside the checksum, so they cost
/// two stores; log append time lies inside and costs a pass over the batch. The batch must have passed
/// <see cref="RecordBatchValidator.CheckHeaderAndCrc"/>.
/// </summary>
public static class RecordBatchPatch
{
    public static void SetBaseOffset(Span<byte> batch, long baseOffset) =>
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);

    public static void SetLeaderEpoch(Span<byte> batch, int leaderEpoch) =>
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchHeader.LeaderEpochAt..], leaderEpoch);

    /// <summary>
    /// Gives every record the broker's time: the bit says that the header's maximum stands for all of them.
    /// </summary>
    public static void SetLogAppendTime(Span<byte> batch, long timestampMs)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[RecordBatchHeader.AttributesAt..]);
        BinaryPrimitives.WriteInt16BigEndian(
            batch[RecordBatchHeader.AttributesAt..], (short)(attributes | RecordBatchHeader.LogAppendTimeBit));
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchHeader.MaxTimestampAt..], timestampMs);
        WriteCrc(batch);
    }

    /// <summary>
    /// Says that the base timestamp, which record timestamps stay relative to, is when the batch's tombstones may go.
    /// </summary>
    public static void SetDeleteHorizon(Span<byte> batch)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[RecordBatchHeader.AttributesAt..]);
        BinaryPrimitives.WriteInt16BigEndian(
            batch[RecordBatchHeader.AttributesAt..], (short)(attributes | RecordBatchHeader.DeleteHorizonBit));
        WriteCrc(batch);
    }

    internal static void WriteCrc(Span<byte> batch)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(batch[RecordBatchHeader.LengthAt..]);
        var covered = batch[RecordBatchHeader.AttributesAt..(length + RecordBatchHeader.LogOverheadBytes)];
        BinaryPrimitives.WriteUInt32BigEndian(batch[RecordBatchHeader.CrcAt..], Crc32C.Compute(covered));
    }
}
