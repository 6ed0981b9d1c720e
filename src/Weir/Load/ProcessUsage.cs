using System.Globalization;

namespace Weir.Load;

/// <summary>What a process of this machine has used, as /proc tells it: CPU time and resident memory.</summary>
internal readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes)
{
    // USER_HZ of every Linux that .NET runs on.
    private const int TicksPerSecond = 100;

    /// <exception cref="LoadException">There is no such process.</exception>
    public static ProcessUsage Of(int pid)
    {
        try
        {
            // After the name in parentheses: state is field 3, user and system time are fields 14 and 15 (proc(5)).
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            string resident = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", default));
            return new ProcessUsage(
                TimeSpan.FromSeconds((double)(Number(fields[11]) + Number(fields[12])) / TicksPerSecond),
                1024 * Number(resident.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim()));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new LoadException($"--server-pid: there is no process {pid} whose use can be read", e);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
