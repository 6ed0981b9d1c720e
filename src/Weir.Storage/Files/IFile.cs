namespace Weir.Storage.Files;

/// <summary>An open file. Reads and writes at positions may run at the same time on several threads.</summary>
public interface IFile : IDisposable
{
    long Length { get; }

    /// <summary>
    /// Writes the buffers one behind the other from <paramref name="offset"/> on; all of them, or it throws.
    /// </summary>
    void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset);

    /// <summary>Reads up to the length of <paramref name="destination"/>; may be short; 0 only at the end.</summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>Cuts the file, or extends it with zeros.</summary>
    void SetLength(long length);

    /// <summary>
    /// Sends what was written from <paramref name="offset"/> on towards the disk; with <paramref name="wait"/> returns
    /// when it is there. Promises nothing: only <see cref="SyncData"/> does. It keeps a long write from arriving at the
    /// disk all at once, where others would wait behind it. An exception is as final as that of a sync.
    /// </summary>
    void WriteBack(long offset, long bytes, bool wait);

    /// <summary>
    /// Makes contents and length durable. After an exception nobody knows what is on the disk: never retry.
    /// </summary>
    void SyncData();
}
