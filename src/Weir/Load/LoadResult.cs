using System.Text.Json;

namespace Weir.Load;

/// <summary>
/// What a run measured. Published counts confirmations, or what was sent when none were asked for. The property names
/// are the keys of the JSON, which scripts rely on.
/// </summary>
internal sealed record LoadResult
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    public required string Protocol { get; init; }

    public required string Target { get; init; }

    public required int Producers { get; init; }

    public required int Consumers { get; init; }

    public required int Lanes { get; init; }

    public required int SizeBytes { get; init; }

    /// <summary>0 for flat out.</summary>
    public required double RatePerSecond { get; init; }

    public required double Seconds { get; init; }

    public LoadFlow? Published { get; init; }

    public LoadFlow? Consumed { get; init; }

    public LatencySummary? ConfirmLatencyUs { get; init; }

    public LatencySummary? EndToEndLatencyUs { get; init; }

    /// <summary>Messages due in the run whose confirmation never came; the latencies lack them.</summary>
    public required long Unanswered { get; init; }

    /// <summary>Messages that the broker said it did not take.</summary>
    public required long Refused { get; init; }

    /// <summary>This process, for the whole of it: producers and consumers.</summary>
    public required LoadUsage Client { get; init; }

    public LoadUsage? Server { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, JsonOptions);
}
