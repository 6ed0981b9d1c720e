namespace Weir.Admin.Api.Models;

/// <summary>A record header; what is no UTF-8 is base64 behind <c>base64:</c>.</summary>
public sealed record HeaderView(string Name, string? Value);
