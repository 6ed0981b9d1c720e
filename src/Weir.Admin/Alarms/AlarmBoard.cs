namespace Weir.Admin.Alarms;

/// <summary>
/// Turns conditions into alarms, with patience both ways, so that what flickers is raised once. Pure: it is told the
/// time. Not thread-safe.
/// </summary>
internal sealed class AlarmBoard
{
    /// <summary>Alarms that are shown at once; a thousand more say nothing that these do not.</summary>
    public const int RaisedMax = 1_000;

    private readonly Dictionary<(string Kind, string Namespace, string Subject), State> _states = [];

    public IReadOnlyList<Alarm> Raised { get; private set; } = [];

    /// <summary>What holds at this moment; gives what was raised and what ended by it.</summary>
    public (IReadOnlyList<Alarm> Raised, IReadOnlyList<Alarm> Ended) Observe(
        IEnumerable<AlarmCondition> conditions, long nowMs)
    {
        foreach (AlarmCondition condition in conditions)
        {
            (string, string, string) key = (condition.Kind, condition.Namespace, condition.Subject);
            if (!_states.TryGetValue(key, out State? state))
            {
                if (_states.Count >= RaisedMax) continue;
                _states[key] = state = new State(nowMs);
            }

            state.Condition = condition;
            state.LastMs = nowMs;
        }

        var raised = new List<Alarm>();
        var ended = new List<Alarm>();
        foreach (((string, string, string) key, State state) in _states.ToArray())
            Step(key, state, nowMs, raised, ended);
        Raised =
        [
            .. _states.Values.Where(static s => s.Alarm is not null).Select(static s => s.Alarm!)
                .OrderBy(static a => a.SinceMs),
        ];
        return (raised, ended);
    }

    private void Step(
        (string, string, string) key, State state, long nowMs, List<Alarm> raised, List<Alarm> ended)
    {
        AlarmCondition condition = state.Condition;
        bool holds = state.LastMs == nowMs;
        if (holds && nowMs - state.FirstMs >= condition.RaiseAfter.TotalMilliseconds)
        {
            bool isNew = state.Alarm is null;
            state.Alarm = new Alarm(
                condition.Kind, condition.Namespace, condition.Subject, condition.Cause, condition.Remedy,
                state.FirstMs);
            if (isNew) raised.Add(state.Alarm);
        }

        if (holds) return;
        if (state.Alarm is null) _states.Remove(key);
        else if (nowMs - state.LastMs >= condition.ClearAfter.TotalMilliseconds)
        {
            _states.Remove(key);
            ended.Add(state.Alarm);
        }
    }

    private sealed class State(long firstMs)
    {
        public long FirstMs { get; } = firstMs;

        public long LastMs { get; set; }

        public AlarmCondition Condition { get; set; }

        public Alarm? Alarm { get; set; }
    }
}
