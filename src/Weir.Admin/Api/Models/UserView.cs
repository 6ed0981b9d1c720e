namespace Weir.Admin.Api.Models;

/// <summary>A user; what it logs in with is never shown.</summary>
public sealed record UserView(
    string Name, IReadOnlyList<string> Tags, bool HasPassword, IReadOnlyDictionary<string, PermissionView> Permissions);
