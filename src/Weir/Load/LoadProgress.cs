namespace Weir.Load;

/// <summary>How a run goes, for whoever watches: messages a second since the last report, and the totals.</summary>
internal readonly record struct LoadProgress(double PerSecond, LoadMark Totals);
