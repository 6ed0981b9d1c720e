namespace Weir.Broker.Groups;

/// <summary>
/// The last generation that was completed, whole: what members continue with after a restart. Without members the
/// group is empty since <paramref name="SinceMs"/>, which is what offset retention counts from.
/// </summary>
internal sealed record GroupGeneration(
    int Number,
    string? ProtocolType,
    string? ProtocolName,
    string? LeaderId,
    long SinceMs,
    StoredMember[] Members);
