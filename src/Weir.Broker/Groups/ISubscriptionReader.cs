namespace Weir.Broker.Groups;

/// <summary>
/// Reads topics out of a member's subscription. The coordinator treats subscriptions as opaque bytes; the protocol that
/// defines them supplies this, so that offsets of subscribed topics can be kept from deletion.
/// </summary>
public interface ISubscriptionReader
{
    /// <summary>True for protocol types (such as "consumer") whose subscriptions <see cref="TryRead"/> knows.</summary>
    bool Understands(string protocolType);

    /// <summary>Adds the subscribed topics to <paramref name="topics"/>; false if the bytes make no sense.</summary>
    bool TryRead(ReadOnlySpan<byte> subscription, ISet<string> topics);
}
