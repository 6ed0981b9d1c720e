namespace Weir.Admin.Api.Models;

/// <summary>Patterns of the names that a user may configure, write to and read from.</summary>
public sealed record PermissionView(string Configure, string Write, string Read);
