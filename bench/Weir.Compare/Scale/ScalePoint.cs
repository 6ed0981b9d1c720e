using Weir.Load;

namespace Weir.Compare.Scale;

/// <summary>One measured point of a curve.</summary>
internal sealed record ScalePoint(string Curve, double At, LoadResult Result);
