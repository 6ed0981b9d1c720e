namespace Weir.Load.Amqp;

/// <summary>Load over AMQP 0-9-1: queues of their own behind the default exchange, publisher confirms, acks.</summary>
internal sealed class AmqpLoad(AmqpTarget target) : ILoadProtocol
{
    public string Name => "amqp";

    public Task PrepareAsync(LoadPlan plan, CancellationToken cancel)
    {
        using AmqpLink link = new(target);
        for (int i = 0; i < plan.Lanes; i++)
        {
            cancel.ThrowIfCancellationRequested();
            string queue = AmqpProducer.Queue(plan, i);
            if (!plan.Keep) link.DeleteQueue(queue);
            link.DeclareQueue(queue);
        }

        return Task.CompletedTask;
    }

    public LoadConnection OpenProducer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        AmqpProducer.Open(target, plan, index, span, tally);

    public LoadConnection OpenConsumer(LoadPlan plan, int index, LoadSpan span, LoadTally tally) =>
        AmqpConsumer.Open(target, plan, index, span, tally);

    public Task CleanUpAsync(LoadPlan plan, CancellationToken cancel)
    {
        using AmqpLink link = new(target);
        for (int i = 0; i < plan.Lanes; i++) link.DeleteQueue(AmqpProducer.Queue(plan, i));
        return Task.CompletedTask;
    }
}
