namespace Weir.Broker.Queues;

/// <summary>Hands out messages, and stops for want of credit or room: call it when there is some.</summary>
public interface IWakeable
{
    /// <summary>Cheap, and safe from anywhere.</summary>
    void Wake();
}
