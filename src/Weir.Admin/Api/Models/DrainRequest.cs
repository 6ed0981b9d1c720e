namespace Weir.Admin.Api.Models;

public sealed record DrainRequest(string? Reason);
