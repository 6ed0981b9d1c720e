using Weir.Hosting.Configuration;

namespace Weir.Load;

/// <summary>What a load run does. Everything but the target has the default of <c>weir bench</c>.</summary>
internal sealed record LoadPlan
{
    public const int WindowMax = 1 << 20;

    public required Endpoint Target { get; init; }

    /// <summary>What the names of the queues or the topic begin with.</summary>
    public required string Name { get; init; }

    public int Producers { get; init; } = 1;

    public int Consumers { get; init; } = 1;

    /// <summary>Queues or partitions, or what the protocol has in their place.</summary>
    public int Lanes { get; init; } = 1;

    public int SizeBytes { get; init; } = 100;

    /// <summary>Messages a second by all producers together; 0 is as fast as the broker takes them.</summary>
    public double RatePerSecond { get; init; }

    /// <summary>Messages in one write or one request, when so many are due.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Messages of a producer without their confirmation; 0 asks for none.</summary>
    public int ConfirmWindow { get; init; } = 2000;

    public int Prefetch { get; init; } = 500;

    /// <summary>Messages that one acknowledgement settles.</summary>
    public int AckBatch { get; init; } = 1;

    /// <summary>Each producer stops after so many messages; 0 is no such end.</summary>
    public long MessagesPerProducer { get; init; }

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long what is under way at the end may take to come back.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Uses the queues or the topic as they are, and leaves them.</summary>
    public bool Keep { get; init; }

    /// <summary>The broker's process on this machine, to be measured along; 0 is none.</summary>
    public int ServerPid { get; init; }

    public int ThreadsMax { get; init; } = 16;

    public bool IsPaced => RatePerSecond > 0;
}
