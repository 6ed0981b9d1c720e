namespace Weir.Admin.Api.Models;

/// <summary>Depths of all queues now; the rest since the start.</summary>
public sealed record MessageCounts(long Ready, long InFlight, long Published, long Delivered, long Settled);
