namespace Weir.Storage.Memory;

/// <summary>
/// What a <see cref="MemoryEngine"/> does wrong, on request. Appends count from 1 over all shards. Thread-safe; may be
/// changed while the engine runs.
/// </summary>
public sealed class MemoryEngineFaults
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, AppendFault> _faults = [];
    private readonly HashSet<ShardId> _fenced = [];
    private readonly List<Action> _held = [];
    private bool _isHolding;

    /// <summary>
    /// A crash loses <see cref="Durability.Os"/> frames that no later sync covered, as power loss does.
    /// </summary>
    public bool LosesUnsyncedOnCrash { get; set; }

    /// <summary>What the engine says is left to store.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>Gives the nth append this fate.</summary>
    public void AtAppend(long number, AppendFault fault)
    {
        lock (_gate)
            _faults[number] = fault;
    }

    /// <summary>Answers the shard's appends and commits with Fenced until it is claimed again.</summary>
    public void Fence(ShardId shard)
    {
        lock (_gate)
            _fenced.Add(shard);
    }

    /// <summary>Appends are carried out but not completed until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate)
            _isHolding = true;
    }

    /// <summary>Completes what was held, in order, on this thread, and holds no more.</summary>
    public void Release()
    {
        Action[] held;
        lock (_gate)
        {
            _isHolding = false;
            held = [.. _held];
            _held.Clear();
        }

        foreach (Action complete in held)
            complete();
    }

    internal AppendFault Take(long number)
    {
        lock (_gate)
            return _faults.Remove(number, out AppendFault fault) ? fault : AppendFault.None;
    }

    internal bool IsFenced(ShardId shard)
    {
        lock (_gate)
            return _fenced.Contains(shard);
    }

    internal void Unfence(ShardId shard)
    {
        lock (_gate)
            _fenced.Remove(shard);
    }

    internal bool TryHold(Action complete)
    {
        lock (_gate)
        {
            if (_isHolding)
                _held.Add(complete);
            return _isHolding;
        }
    }
}
