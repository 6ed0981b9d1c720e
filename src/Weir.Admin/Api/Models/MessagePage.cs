namespace Weir.Admin.Api.Models;

/// <summary>
/// What a scan found and how far it came: unless it is complete, continue with <c>from</c> = <c>nextOffset</c>.
/// </summary>
public sealed record MessagePage(
    IReadOnlyList<MessageView> Items, long NextOffset, long EndOffset, long ScannedRecords, long ScannedBytes,
    bool IsComplete);
