using Microsoft.Extensions.Logging;
using Weir.Admin.Rates;
using Weir.Broker;

namespace Weir.Admin.Alarms;

/// <summary>Looks for trouble with each sample, and logs what begins and what ends.</summary>
public sealed class AlarmWatch : IDisposable
{
    private readonly AlarmBoard _board = new();
    private readonly AlarmRules _rules;
    private readonly RateSampler _rates;
    private readonly MessageBroker _broker;
    private readonly ILogger<AlarmWatch> _logger;
    private readonly Lock _sync = new();

    public AlarmWatch(MessageBroker broker, RateSampler rates, DataDisk disk, ILogger<AlarmWatch> logger)
    {
        _broker = broker;
        _rates = rates;
        _logger = logger;
        _rules = new AlarmRules(broker, rates, disk);
        rates.Sampled += Look;
    }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Alarm> Raised
    {
        get
        {
            lock (_sync) return _board.Raised;
        }
    }

    public void Dispose() => _rates.Sampled -= Look;

    private void Look()
    {
        IReadOnlyList<Alarm> raised, ended;
        lock (_sync) (raised, ended) = _board.Observe(_rules.Holding(), _broker.NowMs);
        foreach (Alarm alarm in raised) _logger.Raised(alarm.Cause, alarm.Remedy);
        foreach (Alarm alarm in ended) _logger.Ended(alarm.Kind, alarm.Subject, alarm.Cause);
    }
}
