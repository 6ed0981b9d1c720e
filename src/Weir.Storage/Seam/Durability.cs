namespace Weir.Storage;

/// <summary>What an acknowledgement promises. Persisted and configured by name: never renumber.</summary>
public enum Durability : byte
{
    /// <summary>Survives power loss: acknowledged after fdatasync.</summary>
    Fsync = 0,

    /// <summary>Survives the process: acknowledged once written to the page cache, as Kafka does.</summary>
    Os = 1,

    /// <summary>Survives nothing: never written. Only topics made for it.</summary>
    Memory = 2,
}
