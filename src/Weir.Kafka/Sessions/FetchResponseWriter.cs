using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>
/// Writes fetch responses. The head is built first, with notes where batches go; then head pieces and batches are
/// copied to the connection in order, flushed in between so that a slow client costs no memory.
/// </summary>
internal sealed class FetchResponseWriter(PipeWriter output) : IDisposable
{
    private const short FirstFlexible = 12;
    private const int FlushBytes = 1 << 20;

    private readonly KafkaWriter _head = new();
    private readonly List<(int Position, FetchTarget Target)> _records = [];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(
        RequestHeader header,
        KafkaError error,
        int sessionId,
        List<FetchTarget> targets,
        bool incremental,
        sbyte isolationLevel,
        CancellationToken closed)
    {
        BuildHead(header, error, sessionId, targets, incremental, isolationLevel);
        int position = 0;
        foreach ((int at, FetchTarget target) in _records)
        {
            output.Write(_head.WrittenSpan[position..at]);
            position = at;
            await target.Slice!.SendAsync(output, FlushBytes, closed);
        }

        output.Write(_head.WrittenSpan[position..]);
        await output.FlushAsync(closed);
    }

    public void Dispose() => _head.Dispose();

    private void BuildHead(
        in RequestHeader header, KafkaError error, int sessionId, List<FetchTarget> targets, bool incremental,
            sbyte isolationLevel)
    {
        short version = header.Version;
        bool flexible = version >= FirstFlexible;
        _head.Clear();
        _records.Clear();
        int frame = _head.BeginFrame();
        new ResponseHeader(header.CorrelationId).Write(_head, flexible ? (short)1 : (short)0);
        _head.WriteInt32(0); // throttle time
        if (version >= 7)
        {
            _head.WriteInt16((short)error);
            _head.WriteInt32(error == KafkaError.None ? sessionId : 0);
        }

        int recordBytes = WriteTopics(version, flexible, targets, incremental, isolationLevel);
        if (flexible) _head.WriteVarUInt32(0);
        _head.EndFrame(frame, recordBytes);
    }

    private int WriteTopics(short version, bool flexible, List<FetchTarget> targets, bool incremental,
        sbyte isolationLevel)
    {
        int recordBytes = 0;
        _head.WriteArrayCount(CountTopics(targets, incremental), flexible);
        for (int first = 0; first < targets.Count;)
        {
            int end = EndOfTopic(targets, first);
            int partitions = 0;
            for (int i = first; i < end; i++) if (!incremental || targets[i].IsNews) partitions++;
            if (partitions > 0)
            {
                if (version >= 13) _head.WriteGuid(targets[first].TopicId);
                else _head.WriteStringBytes(targets[first].NameBytes, flexible);
                _head.WriteArrayCount(partitions, flexible);
                for (int i = first; i < end; i++)
                    if (!incremental || targets[i].IsNews)
                        recordBytes += WritePartition(version, flexible, targets[i], isolationLevel);
                if (flexible) _head.WriteVarUInt32(0);
            }

            first = end;
        }

        return recordBytes;
    }

    private int WritePartition(short version, bool flexible, FetchTarget target, sbyte isolationLevel)
    {
        bool failed = target.Error != KafkaError.None;
        _head.WriteInt32(target.Index);
        _head.WriteInt16((short)target.Error);
        _head.WriteInt64(failed ? -1 : target.HighWatermark);
        _head.WriteInt64(failed ? -1 : target.HighWatermark); // last stable offset: no transaction is ever open
        if (version >= 5) _head.WriteInt64(failed ? -1 : target.StartOffset);
        _head.WriteArrayCount(isolationLevel == 0 ? -1 : 0, flexible); // aborted transactions
        if (version >= 11) _head.WriteInt32(-1); // preferred read replica
        int bytes = failed ? 0 : target.Slice?.Bytes ?? 0;
        _head.WriteArrayCount(bytes, flexible);
        if (bytes > 0) _records.Add((_head.Length, target));
        if (flexible) _head.WriteVarUInt32(0);
        target.ToldHighWatermark = failed ? -1 : target.HighWatermark;
        target.ToldStartOffset = failed ? -1 : target.StartOffset;
        return bytes;
    }

    private static int CountTopics(List<FetchTarget> targets, bool incremental)
    {
        int topics = 0;
        for (int first = 0; first < targets.Count;)
        {
            int end = EndOfTopic(targets, first);
            for (int i = first; i < end; i++)
            {
                if (incremental && !targets[i].IsNews) continue;
                topics++;
                break;
            }

            first = end;
        }

        return topics;
    }

    private static int EndOfTopic(List<FetchTarget> targets, int first)
    {
        int end = first + 1;
        while (end < targets.Count && targets[end].TopicName == targets[first].TopicName &&
            targets[end].TopicId == targets[first].TopicId) end++;
        return end;
    }
}
