namespace Weir.Broker.Queues;

/// <summary>Takes messages out that were handed out and refused: dead-letters them, in the dispatcher's turn.</summary>
internal sealed class RejectCommand(MessageRef message, DeathReason reason) : QueueCommand
{
    public override async ValueTask RunAsync(Dispatcher dispatcher)
    {
        if (!dispatcher.IsDeleted) await dispatcher.Removals.BuryAsync(message, reason);
    }
}
