using System.Globalization;
using System.Text;

namespace Weir.Broker.Routing;

/// <summary>A destination of a consistent-hash exchange and its share of the keys.</summary>
internal sealed class HashSlot
{
    private readonly ulong _seed;
    private readonly double _weight;

    public HashSlot(Binding binding)
    {
        Binding = binding;
        _weight = TryParseWeight(binding.RoutingKey.Span, out long weight)
            ? weight
            : throw new ArgumentException("the binding's key is no weight", nameof(binding));
        // Of names and keys alone: the same after a restart, and whatever order bindings are made in.
        _seed = KeyHash.Combine(
            KeyHash.Of(Encoding.UTF8.GetBytes(binding.DestinationName), (ulong)binding.DestinationKind + 1),
            KeyHash.Of(binding.RoutingKey.Span, 1));
    }

    public Binding Binding { get; }

    public static bool TryParseWeight(ReadOnlySpan<byte> key, out long weight) =>
        long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out weight) && weight > 0;

    /// <summary>
    /// The slot's bid for a key; the highest wins. With u uniform in (0, 1), the greatest ln(u) / weight falls to each
    /// slot as often as its weight says, and a slot that comes or goes moves only the keys that it wins.
    /// </summary>
    public double BidFor(ulong keyHash)
    {
        // The top 53 bits, moved by a half so that it is never 0: (0 .. 2^53 - 1 + 0.5) / 2^53.
        double uniform = ((KeyHash.Combine(keyHash, _seed) >> 11) + 0.5) * (1.0 / (1UL << 53));
        return Math.Log(uniform) / _weight;
    }
}
