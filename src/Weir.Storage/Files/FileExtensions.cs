namespace Weir.Storage.Files;

/// <summary>Whole-buffer forms of the positional calls.</summary>
internal static class FileExtensions
{
    private const int ZerosBytes = 1 << 20;
    private const int ZeroBytesPerSync = 4 << 20;

    /// <summary>Reads until the destination is full or the file ends; returns the bytes read.</summary>
    public static int ReadFully(this IFile file, Span<byte> destination, long offset)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = file.Read(destination[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    public static void Write(this IFile file, ReadOnlyMemory<byte> bytes, long offset) => file.Write([bytes], offset);

    /// <summary>
    /// Extends the file to <paramref name="length"/> by really writing zeros, which makes later syncs of overwrites
    /// cheap: no block to allocate, no extent to convert. Syncs every few MiB so that other syncs of the disk never
    /// wait long. Gives up when <paramref name="cancel"/> says so.
    /// </summary>
    public static void FillWithZeros(this IFile file, long length, CancellationToken cancel)
    {
        byte[] zeros = new byte[ZerosBytes];
        long position = file.Length;
        long synced = position;
        while (position < length && !cancel.IsCancellationRequested)
        {
            int count = (int)Math.Min(ZerosBytes, length - position);
            file.Write(zeros.AsMemory(0, count), position);
            position += count;
            if (position - synced < ZeroBytesPerSync)
                continue;
            file.SyncData();
            synced = position;
        }

        file.SyncData();
    }
}
