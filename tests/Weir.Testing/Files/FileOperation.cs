namespace Weir.Testing.Files;

/// <summary>One change of a file system; numbers count from 0.</summary>
public readonly record struct FileOperation(int Number, FileOperationKind Kind, string Path);
