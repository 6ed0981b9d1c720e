using System.Runtime.InteropServices;

namespace Weir.Load;

/// <summary>
/// Waits for sockets or a moment, to the microsecond: what .NET offers rounds to milliseconds, which is more than what
/// is measured here. Linux only.
/// </summary>
internal static partial class Ppoll
{
    public const short In = 1;
    public const short Out = 4;

    private const int SetTimerSlack = 29;

    /// <summary>Asks the kernel to end this thread's waits on time instead of 50 µs late.</summary>
    public static void WaitPrecisely() => _ = Prctl(SetTimerSlack, 1000, 0, 0, 0);

    /// <summary>Waits at most this long; afterwards each entry says what it is ready for.</summary>
    public static void Wait(Span<Entry> entries, long nanoseconds)
    {
        Timeout timeout = new(nanoseconds / LoadClock.Second, nanoseconds % LoadClock.Second);
        _ = Poll(ref MemoryMarshal.GetReference(entries), (nuint)entries.Length, in timeout, 0);
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(ref Entry entries, nuint count, in Timeout timeout, nint signals);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    /// <summary>The kernel's struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Entry
    {
        public int Handle;
        public short Wanted;
        public short Ready;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timeout(long seconds, long nanoseconds)
    {
        public readonly long Seconds = seconds;
        public readonly long Nanoseconds = nanoseconds;
    }
}
