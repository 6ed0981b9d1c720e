using Weir.Wire.Records;

namespace Weir.Wire.Tests.Records;

public sealed class RecordBatchPatchTests
{
    [Fact]
    public void Base_offset_and_leader_epoch_leave_the_checksum_right()
    {
        var batch = GoldenBatches.For(CompressionCodec.Lz4);
        RecordBatchPatch.SetBaseOffset(batch, 1L << 40);
        RecordBatchPatch.SetLeaderEpoch(batch, 77);
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.Equal((1L << 40, (1L << 40) + 3, 77), (header.BaseOffset, header.LastOffset, header.LeaderEpoch));
    }

    [Fact]
    public void Log_append_time_sets_the_bit_and_the_maximum_and_touches_nothing_else()
    {
        var golden = GoldenBatches.For(CompressionCodec.Zstd);
        byte[] batch = [.. golden, 1, 2, 3];
        RecordBatchPatch.SetLogAppendTime(batch, 1234);
        Assert.Equal(BatchError.None, RecordBatchValidator.CheckHeaderAndCrc(batch, out var header));
        Assert.True(header.IsLogAppendTime);
        Assert.Equal(1234, header.MaxTimestamp);
        Assert.Equal(GoldenBatches.BaseTimestampMs, header.BaseTimestamp);
        Assert.Equal(CompressionCodec.Zstd, header.Compression);
        Assert.Equal(golden[RecordBatchHeader.Bytes..], batch[RecordBatchHeader.Bytes..^3]);
        Assert.Equal([1, 2, 3], batch[^3..]);
    }
}
