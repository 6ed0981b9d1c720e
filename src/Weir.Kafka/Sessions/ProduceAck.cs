using Weir.Kafka.Wire;
using Weir.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>A produce request that waits for its commit: enough to write its response. Reused by its session.</summary>
internal sealed class ProduceAck : IDisposable
{
    private const string KeyMissing = "a compacted topic takes no record without a key";

    private readonly PooledBufferWriter _names = new();
    private readonly List<(int Start, int Bytes, Guid Id, int Partitions)> _topics = [];

    public int CorrelationId { get; private set; }

    public short Version { get; private set; }

    /// <summary>False for acks=0: nothing is answered.</summary>
    public bool IsWanted { get; private set; }

    public List<ProduceResult> Results { get; } = [];

    public void Reset(int correlationId, short version, bool isWanted)
    {
        CorrelationId = correlationId;
        Version = version;
        IsWanted = isWanted;
        _names.Clear();
        _topics.Clear();
        Results.Clear();
    }

    public void AddTopic(ReadOnlySpan<byte> name, Guid id, int partitions)
    {
        _topics.Add((_names.WrittenBytes, name.Length, id, partitions));
        _names.Write(name);
    }

    public void Dispose() => _names.Dispose();

    public void Write(KafkaWriter writer)
    {
        bool flexible = Version >= 9;
        int frame = writer.BeginFrame();
        new ResponseHeader(CorrelationId).Write(writer, flexible ? (short)1 : (short)0);
        writer.WriteArrayCount(_topics.Count, flexible);
        int next = 0;
        foreach ((int start, int bytes, Guid id, int partitions) in _topics)
        {
            if (Version >= 13) writer.WriteGuid(id);
            else writer.WriteStringBytes(_names.WrittenSpan.Slice(start, bytes), flexible);
            writer.WriteArrayCount(partitions, flexible);
            for (int i = 0; i < partitions; i++) Write(writer, Results[next++], flexible);
            if (flexible) writer.WriteVarUInt32(0);
        }

        writer.WriteInt32(0); // throttle time
        if (flexible) writer.WriteVarUInt32(0);
        writer.EndFrame(frame);
    }

    private void Write(KafkaWriter writer, in ProduceResult result, bool flexible)
    {
        writer.WriteInt32(result.Partition);
        writer.WriteInt16((short)result.Error);
        writer.WriteInt64(result.BaseOffset);
        writer.WriteInt64(result.AppendTimeMs);
        if (Version >= 5) writer.WriteInt64(result.StartOffset);
        if (Version >= 8)
        {
            WriteRefusedRecords(writer, result.RefusedRecords ?? [], flexible);
            writer.WriteNullableString(result.RefusedRecords is null ? null : KeyMissing, flexible);
        }

        if (flexible) writer.WriteVarUInt32(0);
    }

    private static void WriteRefusedRecords(KafkaWriter writer, IReadOnlyList<int> positions, bool flexible)
    {
        writer.WriteArrayCount(positions.Count, flexible);
        foreach (int position in positions)
        {
            writer.WriteInt32(position);
            writer.WriteNullableString(KeyMissing, flexible);
            if (flexible) writer.WriteVarUInt32(0);
        }
    }
}
