using System.Buffers.Binary;
using Weir.Storage;
using Weir.Wire;
using Weir.Wire.Records;

namespace Weir.Broker.Producers;

/// <summary>
/// The idempotent producers of one partition: each batch appended once, in sequence, whatever is sent again. Built from
/// the batches themselves, so replaying the log gives it back. Guarded by the partition's shard lock.
/// </summary>
internal sealed class ProducerTable
{
    private readonly Dictionary<long, ProducerEntry> _producers = [];

    public int Count => _producers.Count;

    public IEnumerable<KeyValuePair<long, ProducerEntry>> Entries => _producers;

    public ProducerCheck Check(in RecordBatchHeader header, out ProducerBatch duplicate)
    {
        duplicate = default;
        if (!_producers.TryGetValue(header.ProducerId, out ProducerEntry? entry)) return ProducerCheck.Accept;
        if (header.ProducerEpoch < entry.Epoch) return ProducerCheck.Fenced;
        if (header.ProducerEpoch > entry.Epoch)
            return header.BaseSequence == 0 ? ProducerCheck.Accept : ProducerCheck.OutOfOrder;
        int last = Sequence(header.BaseSequence, header.LastOffsetDelta);
        for (int i = 0; i < entry.Count; i++)
        {
            if (entry[i].BaseSequence != header.BaseSequence || entry[i].LastSequence != last) continue;
            duplicate = entry[i];
            return ProducerCheck.Duplicate;
        }

        return header.BaseSequence == Sequence(entry.LastSequence, 1) ? ProducerCheck.Accept : ProducerCheck.OutOfOrder;
    }

    public void Apply(in RecordBatchHeader header, long baseOffset, long nowMs)
    {
        if (!_producers.TryGetValue(header.ProducerId, out ProducerEntry? entry))
            _producers[header.ProducerId] = entry = new ProducerEntry();
        int last = Sequence(header.BaseSequence, header.LastOffsetDelta);
        entry.Add(
            header.ProducerEpoch,
            new ProducerBatch(header.BaseSequence, last, baseOffset, baseOffset + header.LastOffsetDelta),
            nowMs);
    }

    /// <summary>Forgets producers not seen since <paramref name="beforeMs"/>.</summary>
    public void Expire(long beforeMs)
    {
        foreach ((long id, ProducerEntry entry) in _producers)
            if (entry.LastSeenMs < beforeMs) _producers.Remove(id);
    }

    /// <summary>
    /// count i32, then per producer: id i64, epoch i16, batches u8, each 4 + 4 + 8 + 8 bytes; little-endian.
    /// </summary>
    public void Write(PooledBufferWriter writer)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.Reserve(4), _producers.Count);
        foreach ((long id, ProducerEntry entry) in _producers)
        {
            Span<byte> head = writer.Reserve(11);
            BinaryPrimitives.WriteInt64LittleEndian(head, id);
            BinaryPrimitives.WriteInt16LittleEndian(head[8..], entry.Epoch);
            head[10] = (byte)entry.Count;
            for (int i = 0; i < entry.Count; i++)
            {
                Span<byte> batch = writer.Reserve(24);
                BinaryPrimitives.WriteInt32LittleEndian(batch, entry[i].BaseSequence);
                BinaryPrimitives.WriteInt32LittleEndian(batch[4..], entry[i].LastSequence);
                BinaryPrimitives.WriteInt64LittleEndian(batch[8..], entry[i].BaseOffset);
                BinaryPrimitives.WriteInt64LittleEndian(batch[16..], entry[i].LastOffset);
            }
        }
    }

    public void Read(ref ReadOnlySpan<byte> source, long nowMs)
    {
        if (source.Length < 4) throw new DamagedDataException("producer table ends early");
        int count = BinaryPrimitives.ReadInt32LittleEndian(source);
        source = source[4..];
        for (int i = 0; i < count; i++)
        {
            if (source.Length < 11 || source.Length < 11 + (source[10] * 24))
                throw new DamagedDataException("producer table ends early");
            long id = BinaryPrimitives.ReadInt64LittleEndian(source);
            short epoch = BinaryPrimitives.ReadInt16LittleEndian(source[8..]);
            int batches = source[10];
            source = source[11..];
            var entry = new ProducerEntry();
            for (int b = 0; b < batches; b++, source = source[24..])
            {
                entry.Add(
                    epoch,
                    new ProducerBatch(
                        BinaryPrimitives.ReadInt32LittleEndian(source),
                        BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
                        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
                        BinaryPrimitives.ReadInt64LittleEndian(source[16..])),
                    nowMs);
            }

            _producers[id] = entry;
        }
    }

    /// <summary>Sequence numbers wrap from int.MaxValue to 0.</summary>
    private static int Sequence(int from, int delta) => (int)((from + (long)delta) % (int.MaxValue + 1L));
}
