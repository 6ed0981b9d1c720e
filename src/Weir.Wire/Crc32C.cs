using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Weir.Wire;

/// <summary>
/// CRC-32C (Castagnoli), the checksum of record batches, journal frames and segment files. Values are the final,
/// inverted ones, so <c>Append(Compute(a), b) == Compute(a + b)</c> and <c>Compute(x) == Append(0, x)</c>.
/// Uses the processor's CRC instruction where there is one and tables where there is not.
/// </summary>
public static class Crc32C
{
    internal static bool IsHardwareSupported => Sse42.X64.IsSupported || Crc32.Arm64.IsSupported;

    public static uint Compute(ReadOnlySpan<byte> source) => Append(0, source);

    public static uint Append(uint crc, ReadOnlySpan<byte> source) =>
        IsHardwareSupported ? ~Crc32CHardware.Update(~crc, source) : ~Crc32CSoftware.Update(~crc, source);
}
