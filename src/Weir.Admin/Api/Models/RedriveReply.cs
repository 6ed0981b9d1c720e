namespace Weir.Admin.Api.Models;

/// <summary>
/// Skipped are messages that matched and stay, for their origin is unknown or gone, or they are in flight. Unless
/// complete, continue with <c>from</c> = <c>nextOffset</c>.
/// </summary>
public sealed record RedriveReply(int Moved, int Skipped, long NextOffset, bool IsComplete);
