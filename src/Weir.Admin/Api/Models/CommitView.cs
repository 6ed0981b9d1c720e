namespace Weir.Admin.Api.Models;

/// <summary>
/// Commits since the start: how many took up to each bound and more than the one before it, the last more than all.
/// </summary>
public sealed record CommitView(
    IReadOnlyList<double> BoundsSeconds, IReadOnlyList<long> Counts, double TotalSeconds, long Bytes);
