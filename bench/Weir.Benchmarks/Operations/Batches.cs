using Weir.Wire.Records;

namespace Weir.Benchmarks.Operations;

/// <summary>Record batches as producers send them: 100-byte values, no keys.</summary>
internal static class Batches
{
    private const int ValueBytes = 100;

    public static byte[] Of(int records)
    {
        using var builder = new RecordBatchBuilder();
        Fill(builder, records, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        return builder.Complete().ToArray();
    }

    public static void Fill(RecordBatchBuilder builder, int records, long nowMs)
    {
        Span<byte> value = stackalloc byte[ValueBytes];
        value.Fill((byte)'x');
        builder.Reset(nowMs);
        for (int i = 0; i < records; i++) builder.Add(nowMs, default, true, value, false, default, 0);
    }
}
