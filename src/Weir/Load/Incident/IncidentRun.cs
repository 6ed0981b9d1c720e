using Weir.Load.Amqp;

namespace Weir.Load.Incident;

/// <summary>
/// What one connection's flood does to a colleague's orders: first the orders alone, then with a flood into a queue
/// that nobody consumes and that holds a backlog, on the same connection and on one of its own.
/// </summary>
/// <param name="target">The broker.</param>
/// <param name="plan">Rate, size and times of the orders.</param>
/// <param name="backlog">Messages in the flooded queue beforehand.</param>
/// <param name="floodRate">Messages a second of the flood, 0 for as fast as the socket takes them.</param>
/// <param name="say">Is told what goes on.</param>
internal sealed class IncidentRun(AmqpTarget target, LoadPlan plan, long backlog, double floodRate, Action<string> say)
{
    private const int FillProducers = 4;
    private static readonly string[] Queues = [SharedConnection.Orders, SharedConnection.Tracking];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FillTime = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<IncidentResult>> RunAsync(CancellationToken cancel)
    {
        using AmqpLink link = new(target);
        foreach (string queue in Queues)
        {
            link.DeleteQueue(queue);
            link.DeclareQueue(queue);
        }

        try
        {
            List<IncidentResult> results = [];
            say($"orders alone for {plan.Duration.TotalSeconds:0.#} s");
            results.Add(await PhaseAsync(FloodPlace.Nowhere, cancel));
            say($"filling the flooded queue with {backlog} messages");
            if (backlog > 0) await FillAsync(cancel);
            foreach (FloodPlace place in new[] { FloodPlace.SameConnection, FloodPlace.OwnConnection })
            {
                say($"flood: {Name(place)}");
                results.Add(await PhaseAsync(place, cancel));
            }

            return results;
        }
        finally
        {
            foreach (string queue in Queues) link.DeleteQueue(queue);
        }
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        LoadPlan fill = plan with
        {
            Name = SharedConnection.TrackingName,
            Producers = FillProducers,
            Consumers = 0,
            RatePerSecond = 0,
            MessagesPerProducer = (backlog + FillProducers - 1) / FillProducers,
            Keep = true,
            WarmUp = TimeSpan.Zero,
            Duration = FillTime,
        };
        await new LoadRun(fill, new AmqpLoad(target)).RunAsync(cancel);
    }

    private async Task<IncidentResult> PhaseAsync(FloodPlace place, CancellationToken cancel)
    {
        LoadSpan span = new();
        LoadTally orders = new();
        LoadTally flood = new();
        using SharedConnection shared =
            SharedConnection.Open(target, plan, place == FloodPlace.SameConnection, floodRate, span, orders);
        using SharedConnection? own = place == FloodPlace.OwnConnection
            ? SharedConnection.Open(target, plan with { RatePerSecond = 0 }, floods: true, floodRate, span, flood)
            : null;
        List<LoadThread> threads = [new LoadThread([shared])];
        if (own is not null) threads.Add(new LoadThread([own]));
        span.BeginAt(LoadClock.Now, plan.WarmUp, plan.Duration);
        try
        {
            foreach (LoadThread thread in threads) thread.Start();
            long give = span.MeasuredTo + (long)(plan.Drain.TotalSeconds * LoadClock.Second);
            while (LoadClock.Now < give && orders.Confirmed < shared.Planned)
            {
                await Task.Delay(Look, cancel);
                if (threads.Find(static t => t.Failure is not null) is { } failed)
                    throw failed.Failure as LoadException ?? new LoadException(failed.Failure!.Message, failed.Failure);
            }
        }
        finally
        {
            foreach (LoadThread thread in threads) thread.Stop();
            foreach (LoadThread thread in threads.Where(static t => t.IsAlive)) thread.Join();
        }

        double seconds = (plan.WarmUp + plan.Duration).TotalSeconds;
        return new IncidentResult(
            Name(place),
            Math.Round((orders.Sent + flood.Sent) / seconds),
            LatencySummary.Of(orders.ConfirmLatency),
            shared.Planned - orders.Confirmed);
    }

    private static string Name(FloodPlace place) => place switch
    {
        FloodPlace.Nowhere => "none",
        FloodPlace.SameConnection => "same connection",
        _ => "own connection",
    };
}
