using System.Collections.Concurrent;

namespace Weir.Storage.Logs;

/// <summary>
/// Memory of all tails, counted against one budget. Size classes from a kilobyte to a megabyte, each twice the one
/// before: ten thousand quiet partitions cost a kilobyte each, a busy one fills megabytes, and what a tail has not
/// filled yet is at most about half of what it counts. A batch larger than the largest class gets an array of its own.
/// </summary>
/// <param name="bytesMax">
/// The budget. Up to half of it may be free memory kept for reuse, as long as that and what is used are not more than
/// it. With little kept, every checkpoint would turn megabytes into garbage that the runtime collects late.
/// </param>
internal sealed class ChunkPool(long bytesMax)
{
    private static readonly int[] ClassBytes = [.. Enumerable.Range(10, 11).Select(static power => 1 << power)];

    private readonly ConcurrentBag<byte[]>[] _free = [.. ClassBytes.Select(static _ => new ConcurrentBag<byte[]>())];
    private long _freeBytes;
    private long _rentals;
    private long _usedBytes;

    /// <summary>Bytes of chunks that tails hold, including their unwritten rest.</summary>
    public long UsedBytes => Volatile.Read(ref _usedBytes);

    /// <summary>Bytes kept for reuse.</summary>
    public long FreeBytes => Volatile.Read(ref _freeBytes);

    /// <summary>Grows with every rental: a store whose figure stands still is quiet.</summary>
    public long Rentals => Volatile.Read(ref _rentals);

    public byte[] Rent(int bytesMin, int previousBytes)
    {
        Interlocked.Increment(ref _rentals);
        int wanted = Math.Max(bytesMin, Math.Min(previousBytes * 2, ClassBytes[^1]));
        for (int i = 0; i < ClassBytes.Length; i++)
        {
            if (ClassBytes[i] < wanted) continue;
            Interlocked.Add(ref _usedBytes, ClassBytes[i]);
            if (_free[i].TryTake(out byte[]? buffer))
            {
                Interlocked.Add(ref _freeBytes, -buffer.Length);
                return buffer;
            }

            MakeRoom();
            return GC.AllocateUninitializedArray<byte>(ClassBytes[i]);
        }

        Interlocked.Add(ref _usedBytes, wanted);
        MakeRoom();
        return GC.AllocateUninitializedArray<byte>(wanted);
    }

    /// <summary>The buffer no longer holds a tail's data. Readers may still: they never make a producer wait.</summary>
    public void Uncount(byte[] buffer) => Interlocked.Add(ref _usedBytes, -buffer.Length);

    public void Return(byte[] buffer)
    {
        int index = Array.IndexOf(ClassBytes, buffer.Length);
        long freeBytes = Volatile.Read(ref _freeBytes) + buffer.Length;
        if (index < 0 || freeBytes > bytesMax / 2 || freeBytes + UsedBytes > bytesMax) return;
        Interlocked.Add(ref _freeBytes, buffer.Length);
        _free[index].Add(buffer);
    }

    /// <summary>Lets the free memory go; gives its size in bytes.</summary>
    public long Trim()
    {
        long trimmed = Volatile.Read(ref _freeBytes);
        foreach (ConcurrentBag<byte[]> bag in _free)
        {
            while (bag.TryTake(out byte[]? buffer)) Interlocked.Add(ref _freeBytes, -buffer.Length);
        }

        return trimmed;
    }

    /// <summary>Of free memory that has not the size that is wanted, what exceeds the budget goes.</summary>
    private void MakeRoom()
    {
        for (int i = ClassBytes.Length - 1; i >= 0; i--)
        {
            while (Volatile.Read(ref _freeBytes) + UsedBytes > bytesMax && _free[i].TryTake(out byte[]? buffer))
                Interlocked.Add(ref _freeBytes, -buffer.Length);
        }
    }
}
