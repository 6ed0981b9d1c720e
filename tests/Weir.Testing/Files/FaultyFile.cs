using Weir.Storage.Files;

namespace Weir.Testing.Files;

/// <summary>An open file of a <see cref="FaultyFileSystem"/>.</summary>
internal sealed class FaultyFile(FaultyFileSystem files, string path, FaultyContent content) : IFile
{
    public long Length
    {
        get
        {
            lock (files.Gate)
                return content.Length;
        }
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers, long offset)
    {
        byte[] bytes = [.. buffers.SelectMany(static buffer => buffer.ToArray())];
        lock (files.Gate)
        {
            try
            {
                files.Enter(FileOperationKind.Write, path);
            }
            catch (IOException)
            {
                content.Write(bytes.AsSpan(0, files.Random.Next(bytes.Length + 1)), offset);
                throw;
            }

            long growth = Math.Max(0, offset + bytes.Length - content.Length);
            if (growth > 0 && files.UsedBytes() + growth > files.CapacityBytes)
            {
                content.Write(bytes.AsSpan(0, files.Random.Next(bytes.Length)), offset);
                throw new DiskFullException($"No space for {path}.");
            }

            content.Write(bytes, offset);
        }
    }

    public int Read(Span<byte> destination, long offset)
    {
        lock (files.Gate)
        {
            if (files.HasShortReads && destination.Length > 1)
                destination = destination[..files.Random.Next(1, destination.Length + 1)];
            return content.Read(destination, offset);
        }
    }

    public void SetLength(long length)
    {
        lock (files.Gate)
        {
            files.Enter(FileOperationKind.SetLength, path);
            content.SetLength(length);
        }
    }

    public void WriteBack(long offset, long bytes, bool wait)
    {
        // No promise: a power loss decides as before.
    }

    public void SyncData()
    {
        lock (files.Gate)
        {
            try
            {
                files.Enter(FileOperationKind.SyncData, path);
            }
            catch (IOException)
            {
                content.FailSync(files.Random);
                throw;
            }

            content.Sync();
        }
    }

    public void Dispose()
    {
        // Contents live as long as somebody names or holds them.
    }
}
