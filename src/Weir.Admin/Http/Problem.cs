namespace Weir.Admin.Http;

/// <summary>The body of every error (RFC 9457), with a code that programs can tell errors apart by.</summary>
public sealed record Problem(string Type, string Title, int Status, string Code, string Detail);
