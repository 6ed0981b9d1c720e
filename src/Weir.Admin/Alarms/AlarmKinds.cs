namespace Weir.Admin.Alarms;

/// <summary>The kinds of alarms, as the API and metrics name them.</summary>
internal static class AlarmKinds
{
    public const string GrowingBacklog = "growing-backlog";
    public const string SlowConsumer = "slow-consumer";
    public const string DeadLetters = "dead-letters";
    public const string DiskSpace = "disk-space";
    public const string DiskFull = "disk-full";
    public const string Memory = "memory";
    public const string CheckpointLag = "checkpoint-lag";
    public const string DamagedData = "damaged-data";

    public static readonly IReadOnlyList<string> All =
        [GrowingBacklog, SlowConsumer, DeadLetters, DiskSpace, DiskFull, Memory, CheckpointLag, DamagedData];
}
