namespace Weir.Interop.Tests.Support;

/// <summary>What the environment may change: the size of a run, never what is asserted.</summary>
internal static class Settings
{
    /// <summary>WEIR_INTEROP_RECORDS: records of the large runs; 1,000,000 in the long campaign.</summary>
    public static int Records { get; } = Number("WEIR_INTEROP_RECORDS", 100_000);

    /// <summary>The same for clients that take ten times the CPU; as many as for the others where it is said.</summary>
    public static int SlowRecords { get; } = Number("WEIR_INTEROP_RECORDS", 20_000);

    /// <summary>How long one client may take for its part; more where runs are longer.</summary>
    public static int ClientSecondsMax { get; } = 120 + Records / 4000;

    /// <summary>WEIR_CRASHES: how often the crash test kills the broker; 50 in the long campaign.</summary>
    public static int Crashes { get; } = Number("WEIR_CRASHES", 3);

    /// <summary>WEIR_SEED: the moments at which the crash test kills; printed, so that a run can be repeated.</summary>
    public static int Seed { get; } = Number("WEIR_SEED", Environment.ProcessId);

    /// <summary>WEIR_BIN: the program under test; otherwise the newest build output of src/Weir.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("WEIR_BIN");

    /// <summary>WEIR_LIBRDKAFKA: path of another librdkafka.so.1 for Confluent.Kafka than the system's.</summary>
    public static string? NativeLibrary { get; } = Environment.GetEnvironmentVariable("WEIR_LIBRDKAFKA");

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}
