using Weir.Storage.Files;

namespace Weir.Storage.Embedded;

/// <summary>A blob file open for reading; reads complete synchronously.</summary>
internal sealed class EmbeddedBlob(IFile file) : IBlob
{
    public long Length { get; } = file.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return cancel.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancel)
            : new ValueTask<int>(offset >= Length ? 0 : file.ReadFully(destination.Span, offset));
    }

    public void Dispose() => file.Dispose();
}
