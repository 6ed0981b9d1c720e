namespace Weir.Broker.Queues;

/// <summary>Why a message was taken out of its queue unhandled.</summary>
public enum DeathReason : byte
{
    Rejected,
    Expired,
    DeliveryLimit,
}
