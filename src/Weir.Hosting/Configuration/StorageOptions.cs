namespace Weir.Hosting.Configuration;

/// <summary>The section <c>storage</c>.</summary>
public sealed class StorageOptions
{
    private readonly SettingValues _values;

    internal StorageOptions(SettingValues values) => _values = values;

    public long JournalFileBytes => _values.Get(Settings.StorageJournalFileBytes);

    public long MemoryBytesMax => _values.Get(Settings.StorageMemoryBytesMax);

    public long CheckpointJournalBytes => _values.Get(Settings.StorageCheckpointJournalBytes);

    public int CheckpointIntervalMs => (int)_values.Get(Settings.StorageCheckpointIntervalMs);

    public long FreeBytesMin => _values.Get(Settings.StorageFreeBytesMin);

    public int SegmentBytesMax => (int)_values.Get(Settings.StorageSegmentBytesMax);
}
