namespace Weir.Admin;

/// <summary>
/// The disk that the data directory lies on, as the host sees it: storage hands out no path. Null where there is none.
/// </summary>
public sealed class DataDisk(Func<DiskSpace?> look)
{
    public DiskSpace? Look() => look();
}
