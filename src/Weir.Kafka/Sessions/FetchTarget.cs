using Weir.Broker.Topics;
using Weir.Kafka.Wire;
using Weir.Storage.Logs;

namespace Weir.Kafka.Sessions;

/// <summary>One partition that a client fetches: where from, how much, and what the last answer told it.</summary>
internal sealed class FetchTarget
{
    public required string TopicName { get; init; }

    /// <summary>The name as the client sends it; empty when it names topics by id.</summary>
    public required byte[] NameBytes { get; init; }

    public Guid TopicId { get; init; }

    public required int Index { get; init; }

    public Partition? Partition { get; set; }

    public long Offset { get; set; }

    public int BytesMax { get; set; }

    public int LeaderEpoch { get; set; } = -1;

    /// <summary>Of the answer being made.</summary>
    public KafkaError Error { get; set; }

    public LogSlice? Slice { get; set; }

    public long HighWatermark { get; set; }

    public long StartOffset { get; set; }

    /// <summary>What a fetch session has told its client; it hears of a partition again only when that changes.</summary>
    public long ToldHighWatermark { get; set; } = -1;

    public long ToldStartOffset { get; set; } = -1;

    public bool IsNews =>
        Slice is { Bytes: > 0 } || Error != KafkaError.None ||
        HighWatermark != ToldHighWatermark || StartOffset != ToldStartOffset;

    public bool Is(ReadOnlySpan<byte> name, Guid id, int index) =>
        Index == index && TopicId == id && name.SequenceEqual(NameBytes);

    public bool IsOfTopic(FetchTarget other) => TopicId == other.TopicId && TopicName == other.TopicName;

    public void Release()
    {
        Slice?.Dispose();
        Slice = null;
    }
}
