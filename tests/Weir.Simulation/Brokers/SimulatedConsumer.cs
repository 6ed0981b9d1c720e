using Weir.Broker.Queues;

namespace Weir.Simulation.Brokers;

/// <summary>A consumer of one queue, with as many unsettled deliveries as it has credit for.</summary>
internal sealed class SimulatedConsumer(BrokerModel model, QueueModel queue, BrokerLife life, int credit)
    : IDeliverySink
{
    private readonly List<Copy> _settledBySending = [];
    private int _credit = credit;

    public QueueModel Model => queue;

    public bool IsGone { get; set; }

    public bool TryTakeCredit(QueueConsumer consumer)
    {
        if (_credit == 0 || IsGone) return false;
        _credit--;
        return true;
    }

    public void ReturnCredit(QueueConsumer consumer) => _credit++;

    public bool TryDeliver(QueueConsumer consumer, in Delivery delivery)
    {
        if (IsGone) return false;
        Copy copy = model.Deliver(
            queue, delivery.Record.Value, delivery.Message.Offset, delivery.IsRedelivered);
        if (!consumer.NoAck)
        {
            life.Take(new Taken(copy, delivery.Queue, delivery.Message, this));
            return true;
        }

        copy.IsInFlight = false;
        copy.IsRemoved = true;
        _settledBySending.Add(copy);
        return true;
    }

    public int UnsettledOf(QueueConsumer consumer) => 0;

    public void Flush()
    {
        if (_settledBySending.Count == 0) return;
        life.NoteRemoval([.. _settledBySending]);
        _settledBySending.Clear();
    }

    public void OnCancelled(QueueConsumer consumer) => IsGone = true;

    public void Settled(Queue of)
    {
        _credit++;
        of.Wake();
    }
}
