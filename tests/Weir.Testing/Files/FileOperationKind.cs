namespace Weir.Testing.Files;

public enum FileOperationKind
{
    Create,
    Rename,
    Delete,
    Write,
    SetLength,
    SyncData,
    SyncDirectory,
}
