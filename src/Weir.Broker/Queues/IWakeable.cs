namespace Weir.Broker.Queues;

/// <summary>Something that hands out messages and stopped for want of credit or room: call it when there is some.</summary>
public interface IWakeable
{
    /// <summary>Cheap, and safe from anywhere.</summary>
    void Wake();
}
