using System.Diagnostics;
using Weir.Amqp.Wire;
using Weir.Kafka.Wire;

namespace Weir.Abuse;

/// <summary>
/// A client that keeps the rules: publishes with confirms over AMQP, produces with acknowledgements over Kafka, and
/// measures from the moment when each was due, so that a stall counts for all who waited in it.
/// </summary>
internal sealed class GoodClient : IDisposable
{
    private const int PerSecond = 50;

    private readonly TargetBroker _broker;
    private readonly Thread[] _threads;
    private readonly Lock _gate = new();
    private readonly List<double> _latenciesMs = [];
    private volatile bool _isStopped;
    private volatile Exception? _failure;

    public GoodClient(TargetBroker broker)
    {
        _broker = broker;
        _threads = [new Thread(() => Guard(Amqp)), new Thread(() => Guard(Kafka))];
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>What was measured since the last call.</summary>
    public Latencies Take()
    {
        if (_failure is { } failure) throw new AbuseException($"the well-behaved client failed: {failure}");
        lock (_gate)
        {
            Latencies taken = Latencies.Of(_latenciesMs);
            _latenciesMs.Clear();
            return taken;
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        foreach (Thread thread in _threads) thread.Join();
    }

    private void Amqp()
    {
        using AmqpPeer peer = AmqpPeer.Open(_broker);
        peer.Declare("good");
        peer.Send(static o => ConfirmSelect.Write(o, 1, false));
        peer.Expect(MethodId.ConfirmSelectOk);
        byte[] body = new byte[100];
        Pace(() =>
        {
            peer.Publish("good", body);
            peer.Expect(MethodId.BasicAck);
        });
    }

    private void Kafka()
    {
        using var peer = new KafkaPeer(_broker);
        peer.CreateTopic("good-kafka");
        byte[] batch = KafkaPeer.Batch(1, 100);
        Pace(() =>
        {
            KafkaError error = peer.Produce("good-kafka", batch);
            AbuseException.Require(error == KafkaError.None, $"produce is answered {error}");
        });
    }

    private void Pace(Action act)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; !_isStopped; i++)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)i / PerSecond);
            TimeSpan wait = due - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) Thread.Sleep(wait);
            act();
            lock (_gate) _latenciesMs.Add((Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds);
        }
    }

    private void Guard(Action run)
    {
        try
        {
            run();
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
