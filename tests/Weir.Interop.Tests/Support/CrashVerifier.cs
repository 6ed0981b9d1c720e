using Confluent.Kafka;

namespace Weir.Interop.Tests.Support;

/// <summary>Reads a topic from the beginning and holds it against the acknowledgements that producers got.</summary>
internal sealed class CrashVerifier(BrokerProcess broker, string topic)
{
    // Record numbers by partition; the index is the offset.
    private readonly Dictionary<int, List<long>> _log = [];

    public long Records => _log.Values.Sum(partition => partition.Count);

    /// <summary>Fails on a gap in the offsets, a damaged record, a record twice, a producer's order broken.</summary>
    public void ReadAll()
    {
        IReadOnlyDictionary<int, WatermarkOffsets> ends = Topics.Watermarks(broker, topic);
        Assert.All(ends.Values, offsets => Assert.Equal(0, offsets.Low.Value));
        long total = ends.Values.Sum(offsets => offsets.High.Value);
        var seen = new HashSet<long>();
        var latest = new Dictionary<(int Partition, long Producer), long>();
        foreach (ConsumeResult<byte[]?, byte[]?> result in DotnetClient.ReadAll(broker, topic, total))
        {
            int partition = result.Partition.Value;
            if (!_log.TryGetValue(partition, out List<long>? records))
                _log[partition] = records = [];
            Assert.True(records.Count == result.Offset.Value,
                $"partition {partition}: offset {result.Offset.Value} follows {records.Count - 1}");
            long number = TestRecord.Number(result.Message);
            Assert.True(seen.Add(number), $"record {number} is there twice, again at {partition}/{result.Offset}");
            (int, long) source = (partition, number / 1_000_000_000);
            Assert.True(latest.GetValueOrDefault(source, -1) < number, $"record {number} comes after a later one");
            latest[source] = number;
            records.Add(number);
        }
        Assert.True(Records == total, $"{Records} of {total} records could be read\n{broker.LogTail}");
    }

    public void MustHold(IEnumerable<Acknowledgement> acknowledgements)
    {
        long count = 0;
        foreach (Acknowledgement acknowledged in acknowledgements)
        {
            count++;
            List<long> records = _log.GetValueOrDefault(acknowledged.Partition) ?? [];
            bool held = acknowledged.Offset < records.Count
                && records[(int)acknowledged.Offset] == acknowledged.Number;
            Assert.True(held, $"acknowledged and not there: {acknowledged}");
        }
        Assert.True(count > 0, "a producer got no acknowledgement at all");
    }
}
