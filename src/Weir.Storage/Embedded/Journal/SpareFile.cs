using Weir.Storage.Files;

namespace Weir.Storage.Embedded.Journal;

/// <summary>A file that waits to be a journal file: filled to its length, whatever with.</summary>
internal sealed record SpareFile(string Path, IFile File, long Length);
