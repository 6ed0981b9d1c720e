using System.Text;
using Weir.Broker.Queues;
using Weir.Broker.Topics;

namespace Weir.Broker.Tracing;

/// <summary>How a message came to be published; its copies in several logs share one.</summary>
public sealed record TraceNote
{
    private const int NamesMax = 32;

    public TraceEventKind Kind { get; init; } = TraceEventKind.Published;

    public string Exchange { get; private init; } = "";

    public string RoutingKey { get; private init; } = "";

    /// <summary>The topics and queues that it was routed to, the first 32 of them.</summary>
    public IReadOnlyList<string> RoutedTo { get; private init; } = [];

    /// <summary>How many there were.</summary>
    public int RoutedToCount { get; private init; }

    /// <summary>The message that this one continues.</summary>
    public MessageAddress? Source { get; init; }

    /// <summary>Why that one was taken out.</summary>
    public DeathReason? Reason { get; init; }

    /// <summary>When one that is parked is due, Unix milliseconds.</summary>
    public long? DueMs { get; init; }

    /// <summary>The log that one that is parked waits for.</summary>
    public PartitionTrace? Destination { get; init; }

    /// <summary>Of a message whose time has come, and that waited there.</summary>
    public static TraceNote Due(MessageAddress source) => new() { Kind = TraceEventKind.Due, Source = source };

    public static TraceNote Of(
        ReadOnlySpan<byte> exchange, ReadOnlySpan<byte> routingKey, ReadOnlySpan<Topic> routedTo)
    {
        var names = new string[Math.Min(routedTo.Length, NamesMax)];
        for (int i = 0; i < names.Length; i++) names[i] = routedTo[i].Name;
        return new TraceNote
        {
            Exchange = Encoding.UTF8.GetString(exchange),
            RoutingKey = Encoding.UTF8.GetString(routingKey),
            RoutedTo = names,
            RoutedToCount = routedTo.Length,
        };
    }
}
