namespace Weir.Admin.Api.Models;

/// <summary>
/// Where a group without members shall go on in a topic: <c>earliest</c>, <c>latest</c>, <c>offset</c> or <c>time</c>,
/// the last two with a value (an offset, Unix milliseconds).
/// </summary>
public sealed record GroupResetRequest(string Topic, int? Partition, string To, long? Value);
