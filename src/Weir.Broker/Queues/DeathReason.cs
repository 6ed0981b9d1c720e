namespace Weir.Broker.Queues;

/// <summary>Why a message was taken out of its queue unhandled.</summary>
public enum DeathReason : byte
{
    Rejected,
    Expired,
    DeliveryLimit,

    /// <summary>The queue held as much as it may.</summary>
    MaxLength,
}
