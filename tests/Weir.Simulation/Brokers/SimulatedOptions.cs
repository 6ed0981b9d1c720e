using Weir.Amqp;
using Weir.Broker;
using Weir.Broker.Delays;
using Weir.Storage.Embedded;
using Weir.Storage.Logs;

namespace Weir.Simulation.Brokers;

/// <summary>Limits so small that a short history meets them.</summary>
internal static class SimulatedOptions
{
    public static EmbeddedOptions Engine(
        SimulatedLoop loop, bool snapshotsOften, bool waitsForRoom = true, bool callersWrite = false) =>
        new()
        {
            CallerWriteBytesMax = callersWrite ? 16 << 10 : 0,
            JournalFileBytes = 64 << 10,
            PrepareAhead = false,
            CatalogSnapshotBytes = snapshotsOften ? 4 << 10 : 1L << 40,
            WaitsForRoom = waitsForRoom,
            Work = loop.Work,
        };

    public static BrokerOptions Broker(SimulatedLoop loop, long memoryBytesMax, TimeSpan checkpointInterval) => new()
    {
        Log = new LogStoreOptions
        {
            MemoryBytesMax = memoryBytesMax,
            CheckpointInterval = checkpointInterval,
            OpenSegmentsMax = 4,
            FreeBytesMin = 16 << 10,
        },
        Delays = new DelayOptions { RewriteBytesMin = 8 << 10 },
        DeadLetters = AmqpServer.DeadLetters,
        MessageIds = new MessageIdReader(),
        Work = loop.Work,
        RetentionInterval = TimeSpan.FromSeconds(4),
        CompactionInterval = TimeSpan.FromSeconds(3),
    };
}
