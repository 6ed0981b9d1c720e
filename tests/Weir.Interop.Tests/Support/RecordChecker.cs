namespace Weir.Interop.Tests.Support;

/// <summary>Counts what a client read: every record right, each once, no gap in the offsets of a partition.</summary>
internal sealed class RecordChecker(int count)
{
    private readonly bool[] _seen = new bool[count];
    private readonly Dictionary<int, long> _next = [];
    private readonly List<string> _defects = [];

    public int Records { get; private set; }

    public bool IsComplete => Records >= count;

    public void See(int partition, long offset, Func<long> number, Func<long, string?> defect)
    {
        Records++;
        if (_next.GetValueOrDefault(partition) != offset)
            _defects.Add($"partition {partition}: offset {offset} where {_next.GetValueOrDefault(partition)} was due");
        _next[partition] = offset + 1;
        try
        {
            long i = number();
            if (defect(i) is { } what)
                _defects.Add($"record {i}: {what}");
            else if (i >= count || _seen[i])
                _defects.Add($"record {i} came twice or was never written");
            else
                _seen[i] = true;
        }
        catch (FormatException error)
        {
            _defects.Add($"partition {partition} offset {offset}: {error.Message}");
        }
    }

    public void MustBeContent(string reader, BrokerProcess broker)
    {
        string defects = string.Join('\n', _defects.Take(10));
        Assert.True(_defects.Count == 0, $"{reader} read {_defects.Count} defects:\n{defects}\n{broker.LogTail}");
        Assert.True(Records == count, $"{reader} read {Records} of {count} records\n{broker.LogTail}");
    }
}
