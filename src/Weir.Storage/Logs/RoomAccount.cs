namespace Weir.Storage.Logs;

/// <summary>
/// What one producer appended and has not yet answered for. While memory is short it waits for room for that much, so
/// the one who floods waits and the one who appends little does not. Belongs to one connection; not for use by several
/// threads at once.
/// </summary>
public sealed class RoomAccount
{
    /// <summary>Bytes appended since this account last found room.</summary>
    public long OwedBytes { get; private set; }

    /// <summary>The round in which <see cref="FreeBytes"/> were given.</summary>
    internal long Round { get; set; }

    internal long FreeBytes { get; set; }

    /// <summary>So many bytes were appended.</summary>
    public void Charge(long bytes) => OwedBytes += bytes;

    internal void Settle() => OwedBytes = 0;
}
