using System.Globalization;
using System.Security.Cryptography;
using Weir.Fuzz.Tests.Engine;

namespace Weir.Fuzz.Tests;

/// <summary>
/// The program behind eng/fuzz: shares the time among the targets, prints a line for each, writes failures as files
/// under artifacts/fuzz/ and ends with 1 if there was one.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        double minutes = 1;
        int seed = Environment.TickCount & 0xFFFFFF;
        string directory = "artifacts/fuzz";
        List<string> names = [];
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--minutes": minutes = double.Parse(value, CultureInfo.InvariantCulture); break;
                case "--seed": seed = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--failures": directory = value; break;
                case "--target": names.AddRange(value.Split(',')); break;
                default: return Refuse($"unknown option '{arguments[i]}'");
            }
        }

        if (arguments.Length % 2 != 0) return Refuse("each option takes a value");
        if (names.Find(static name => !FuzzTargets.Names.Contains(name)) is { } unknown)
            return Refuse($"no target '{unknown}'; there are {string.Join(", ", FuzzTargets.Names)}");
        if (names.Count == 0) names.AddRange(FuzzTargets.Names);
        TimeSpan each = TimeSpan.FromMinutes(minutes) / names.Count;
        Console.WriteLine(FormattableString.Invariant($"seed {seed}, {each.TotalSeconds:F0} s a target"));
        int failures = 0;
        using var guard = new HangGuard(failure => Keep(directory, failure));
        foreach (string name in names)
        {
            FuzzTarget target = FuzzTargets.Create(name)!;
            FuzzReport report = new FuzzRun(target, seed, guard).For(each);
            (target as IDisposable)?.Dispose();
            Console.WriteLine(report);
            foreach (FuzzFailure failure in report.Failures) Keep(directory, failure);
            failures += report.Failures.Count;
        }

        return failures == 0 ? 0 : 1;
    }

    private static void Keep(string directory, FuzzFailure failure)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(failure.Input))[..12];
        string path = Path.Combine(directory, failure.Target, $"{hash}.bin");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, failure.Input);
        File.WriteAllText(path + ".txt", failure.Reason);
        Console.WriteLine($"  {path}: {failure.Reason.Split('\n')[0]}");
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"fuzz: {why}; allowed are --minutes, --target, --seed and --failures");
        return 2;
    }
}
