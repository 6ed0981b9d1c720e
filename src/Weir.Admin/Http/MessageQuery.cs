namespace Weir.Admin.Http;

/// <summary>
/// Which messages: from an offset, a time, or the last few; and what they must be. Headers as name or name=value.
/// </summary>
public readonly record struct MessageQuery(
    int? Partition,
    long? From,
    long? Until,
    long? FromTime,
    long? UntilTime,
    long? Last,
    int? Limit,
    string? Key,
    string? MessageId,
    string? Header,
    string? Contains,
    string? State,
    int? ValueBytesMax);
