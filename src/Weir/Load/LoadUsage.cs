namespace Weir.Load;

/// <summary>What a process used within the measured time; CPU in per cent of one core.</summary>
internal sealed record LoadUsage(double CpuPercent, double CpuMicrosecondsPerMessage, double ResidentMegabytes)
{
    public static LoadUsage Of(TimeSpan cpu, double seconds, long messages, long residentBytes) => new(
        Math.Round(cpu.TotalSeconds / seconds * 100, 1),
        messages == 0 ? 0 : Math.Round(cpu.TotalMicroseconds / messages, 3),
        Math.Round(residentBytes / 1e6, 1));
}
