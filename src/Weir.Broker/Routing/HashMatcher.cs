using System.Buffers.Binary;
using System.Text;

namespace Weir.Broker.Routing;

/// <summary>
/// Picks one binding by a hash of the routing key, or of the header or property that the exchange's arguments name.
/// Every binding bids for the key, so a route costs a few nanoseconds per binding and no choice is stored.
/// </summary>
internal sealed class HashMatcher : Matcher
{
    // Part of what keeps keys with their queues over a restart: never change it.
    private const ulong Seed = 0x5765697248617368;

    private readonly Dictionary<Binding, HashSlot> _byBinding = [];
    private GrowingView<HashSlot> _slots = GrowingView<HashSlot>.Empty;
    private byte[]? _header;
    private MessageProperty? _property;

    public bool DependsOnMessage => _header is not null || _property is not null;

    /// <summary>One sentence when the arguments are not such an exchange's.</summary>
    public static string? Check(Arguments arguments)
    {
        ArgumentValue? header = arguments.Get(ExchangeDefinition.HashHeaderArgument);
        ArgumentValue? property = arguments.Get(ExchangeDefinition.HashPropertyArgument);
        if (header is not null && property is not null) return "hash-header and hash-property exclude each other";
        if (header is { IsText: false }) return "hash-header must be text";
        return property is null || PropertyOf(property.Value) is not null
            ? null
            : $"hash-property '{property}' is none of message_id, correlation_id, timestamp";
    }

    public void Configure(Arguments arguments)
    {
        if (arguments.Get(ExchangeDefinition.HashHeaderArgument) is { } header) _header = header.AsBytes.ToArray();
        if (arguments.Get(ExchangeDefinition.HashPropertyArgument) is { } property) _property = PropertyOf(property);
    }

    public override void Add(Binding binding)
    {
        var slot = new HashSlot(binding);
        _byBinding.Add(binding, slot);
        Volatile.Write(ref _slots, _slots.With(slot));
    }

    public override void Remove(Binding binding)
    {
        if (_byBinding.Remove(binding, out HashSlot? slot)) Volatile.Write(ref _slots, _slots.Without(slot));
    }

    public void Match<THeaders>(ReadOnlySpan<byte> key, scoped in THeaders headers, RouteScratch scratch)
        where THeaders : IMessageHeaders, allows ref struct
    {
        ulong hash = HashOf(key, in headers);
        HashSlot? best = null;
        double highest = double.NegativeInfinity;
        foreach (HashSlot slot in Volatile.Read(ref _slots).Items)
        {
            double bid = slot.BidFor(hash);
            if (bid <= highest) continue;
            highest = bid;
            best = slot;
        }

        if (best is not null) scratch.Take(best.Binding);
    }

    /// <summary>A message without the header or property hashes as an empty one.</summary>
    private ulong HashOf<THeaders>(ReadOnlySpan<byte> key, scoped in THeaders headers)
        where THeaders : IMessageHeaders, allows ref struct
    {
        if (!DependsOnMessage) return KeyHash.Of(key, Seed);
        HeaderValue value = default;
        bool found = _header is not null
            ? headers.TryGetHeader(_header, out value)
            : headers.TryGetProperty(_property!.Value, out value);
        if (!found) return KeyHash.Of([], Seed);
        return value.IsText ? KeyHash.Of(value.Bytes, Seed) : HashOf(value.Value);
    }

    private static ulong HashOf(ArgumentValue value)
    {
        if (value.Kind != ArgumentKind.Long) return KeyHash.Of(Encoding.UTF8.GetBytes(value.ToString()), Seed);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value.AsLong);
        return KeyHash.Of(bytes, Seed);
    }

    private static MessageProperty? PropertyOf(ArgumentValue name) => name.ToString() switch
    {
        "message_id" => MessageProperty.MessageId,
        "correlation_id" => MessageProperty.CorrelationId,
        "timestamp" => MessageProperty.Timestamp,
        _ => null,
    };
}
