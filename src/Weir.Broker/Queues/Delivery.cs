using Weir.Broker.Topics;
using Weir.Wire.Records;

namespace Weir.Broker.Queues;

/// <summary>One message on its way to a consumer. The record's bytes are valid until the sink returns.</summary>
public readonly ref struct Delivery
{
    public required Queue Queue { get; init; }

    /// <summary>The log that it lies in.</summary>
    public Partition Partition => Queue.Topic.Partitions[Message.Lane];

    /// <summary>Where it lies: settle it with this.</summary>
    public required MessageRef Message { get; init; }

    public required RecordView Record { get; init; }

    /// <summary>Unix milliseconds of the record.</summary>
    public required long TimestampMs { get; init; }

    /// <summary>It may have been delivered before.</summary>
    public required bool IsRedelivered { get; init; }

    /// <summary>How often it came back unsettled.</summary>
    public required int Releases { get; init; }
}
