namespace Weir.Admin.Rates;

/// <summary>Counters at a moment; they only grow.</summary>
internal readonly record struct CounterSample(long Timestamp, long Published, long Delivered, long Settled);
