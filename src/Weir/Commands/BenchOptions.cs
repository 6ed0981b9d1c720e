using System.CommandLine;
using System.Globalization;
using Weir.Hosting.Configuration;
using Weir.Load;

namespace Weir.Commands;

/// <summary>The options of <c>weir bench</c> that say what the load is. Out of range is refused.</summary>
internal sealed class BenchOptions
{
    private const int SizeBytesMax = 128 << 20;
    private const int PeersMax = 20_000;
    private const double SecondsMax = 24 * 60 * 60;

    private readonly Option<double> _rate = new("--rate")
    {
        HelpName = "N",
        Description = "Messages a second by all producers together; 0, the default, is flat out.",
    };

    private readonly Option<int> _size = Number("--size", 100, "Bytes of a message");
    private readonly Option<int> _producers = Number("--producers", 1, "Connections that publish");
    private readonly Option<int> _consumers = Number("--consumers", 1, "Connections that consume");
    private readonly Option<int> _lanes = Number("--partitions", 1, "Partitions, or queues", "--queues");
    private readonly Option<int> _prefetch = Number("--prefetch", 500, "AMQP: unacknowledged messages of a consumer");
    private readonly Option<int> _ackBatch = Number("--ack-batch", 1, "AMQP: messages that one ack settles");
    private readonly Option<int> _window =
        Number("--confirm-window", 2000, "Unconfirmed messages of a producer; 0 asks for no confirmation");

    private readonly Option<int?> _batch = new("--batch")
    {
        HelpName = "N",
        Description = "Messages in one write (AMQP, default: 32) or record batch (Kafka, default: 100), if so many are "
            + "due.",
    };

    private readonly Option<long> _count = new("--count")
    {
        HelpName = "N",
        Description = "Each producer ends after so many messages; 0, the default, is when the time is over.",
    };

    private readonly Option<double> _duration = Seconds("--duration", 10, "How long to measure");
    private readonly Option<double> _warmUp = Seconds("--warmup", 2, "How long to load before measuring");
    private readonly Option<double> _drain =
        Seconds("--drain", 10, "How long to wait at the end for what is under way");

    private readonly Option<string?> _name = new("--name")
    {
        HelpName = "NAME",
        Description = "The topic's name, or what queues' names begin with (default: a new one each time).",
    };

    private readonly Option<bool> _keep = new("--keep")
    {
        Description = "Use what --name names as it is, and leave it; else it is made anew and removed.",
    };

    private readonly Option<int> _serverPid = Number("--server-pid", 0, "Measure this process of the machine, too");
    private readonly Option<int> _threads = Number("--threads", 16, "Most threads that drive the connections");

    public BenchOptions(Command command)
    {
        foreach (Option option in new Option[]
            {
                _rate, _size, _producers, _consumers, _lanes, _prefetch, _window, _ackBatch, _batch, _count,
                _duration, _warmUp, _drain, _name, _keep, _serverPid, _threads,
            })
        {
            command.Add(option);
        }
    }

    public LoadPlan Read(ParseResult result, Endpoint target, bool isAmqp)
    {
        if (!OperatingSystem.IsLinux()) throw new UsageException("bench runs on Linux only");
        LoadPlan plan = new()
        {
            Target = target,
            Name = result.GetValue(_name) ?? $"weir-bench-{Guid.NewGuid():N}"[..19],
            RatePerSecond = Range(_rate, result.GetValue(_rate), 0, 1e9),
            SizeBytes = Range(_size, result, LoadConsumer.StampBytes, SizeBytesMax),
            Producers = Range(_producers, result, 0, PeersMax),
            Consumers = Range(_consumers, result, 0, PeersMax),
            Lanes = Range(_lanes, result, 1, 100_000),
            Prefetch = Range(_prefetch, result, 1, ushort.MaxValue),
            ConfirmWindow = Range(_window, result, 0, LoadPlan.WindowMax),
            AckBatch = Range(_ackBatch, result, 1, ushort.MaxValue),
            Batch = (int)Range(_batch, result.GetValue(_batch) ?? (isAmqp ? 32 : 100), 1, 10_000),
            MessagesPerProducer = (long)Range(_count, result.GetValue(_count), 0, 1e15),
            Duration = Time(_duration, result, 0.1),
            WarmUp = Time(_warmUp, result, 0),
            Drain = Time(_drain, result, 0),
            Keep = result.GetValue(_keep),
            ServerPid = Range(_serverPid, result, 0, int.MaxValue),
            ThreadsMax = Range(_threads, result, 1, 1024),
        };
        Check(plan, isAmqp);
        return plan;
    }

    private static void Check(LoadPlan plan, bool isAmqp)
    {
        if (plan.Producers + plan.Consumers == 0)
            throw new UsageException("there is nothing to do without --producers and --consumers");
        if (!isAmqp && plan.Consumers > plan.Lanes)
            throw new UsageException("a partition is read by one consumer here: give at most as many as --partitions");
        if (isAmqp && plan.AckBatch > plan.Prefetch)
            throw new UsageException("--ack-batch: more than --prefetch are never there to be settled");
        if (plan.Producers == 0 && !plan.Keep)
            throw new UsageException("without producers there is only what --name and --keep leave to consume");
    }

    private static Option<int> Number(string name, int standard, string description, params string[] aliases) =>
        new(name, aliases)
        {
            HelpName = "N",
            Description = $"{description} (default: {standard.ToString(CultureInfo.InvariantCulture)}).",
            DefaultValueFactory = _ => standard,
        };

    private static Option<double> Seconds(string name, double standard, string description) => new(name)
    {
        HelpName = "SECONDS",
        Description = $"{description} (default: {standard.ToString(CultureInfo.InvariantCulture)}).",
        DefaultValueFactory = _ => standard,
    };

    private static int Range(Option<int> option, ParseResult result, int least, int most) =>
        (int)Range(option, result.GetValue(option), least, most);

    private static TimeSpan Time(Option<double> option, ParseResult result, double least) =>
        TimeSpan.FromSeconds(Range(option, result.GetValue(option), least, SecondsMax));

    private static double Range(Option option, double value, double least, double most) =>
        value >= least && value <= most ? value : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"{option.Name}: {value} is not between {least} and {most}"));
}
