using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Topics;

namespace Weir.Simulation.Brokers;

/// <summary>Makes and deletes queues, binds and unbinds them, and asks for checkpoints.</summary>
internal sealed class Administration(BrokerLife life, BrokerModel model, Random random, List<string> trace)
{
    private bool _isChanging;

    public async Task ChangeTopologyAsync()
    {
        // One at a time, so that the outcome of each is known unless the process ends in it.
        if (_isChanging) return;
        _isChanging = true;
        string name = $"t{random.Next(3)}";
        if (!model.Queues.TryGetValue(name, out QueueModel? queue)) await DeclareAsync(name);
        else if (random.Next(3) == 0) await DeleteAsync(queue);
        else if (random.Next(2) == 0) await UnbindAsync(name);
        else await BrokerSetup.BindAsync(life.Broker, "fan", name, "");
        _isChanging = false;
    }

    public async Task CheckpointAsync()
    {
        trace.Add("checkpoint");
        try
        {
            await life.Broker.Store.CheckpointAsync(CancellationToken.None);
        }
        catch (Exception e) when (life.IsShortOfRoom(e))
        {
            trace.Add("no room for the checkpoint");
        }
    }

    private async Task DeclareAsync(string name)
    {
        trace.Add($"declare {name}");
        await new BrokerSetup(model).DeclareAsync(life.Broker, name, new QueueOptions());
        await BrokerSetup.BindAsync(life.Broker, "fan", name, "");
    }

    private async Task DeleteAsync(QueueModel queue)
    {
        trace.Add($"delete {queue.Name}");
        queue.Exists = null;
        TopicOutcome outcome = await life.Broker.Queues.DeleteAsync(life.Find(queue)!, default);
        if (outcome.Error != TopicError.None) throw new HistoryException($"delete {queue.Name}: {outcome.Reason}");
        model.Queues.Remove(queue.Name);
    }

    private async Task UnbindAsync(string name)
    {
        trace.Add($"unbind {name}");
        ExchangeOutcome outcome = await life.Broker.Exchanges.UnbindAsync(
            BrokerSetup.Ns, "fan", DestinationKind.Queue, name, default, Arguments.Empty, default);
        if (outcome.Error != ExchangeError.None) throw new HistoryException($"unbind {name}: {outcome.Error}");
    }
}
