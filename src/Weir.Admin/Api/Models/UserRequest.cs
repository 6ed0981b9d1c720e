namespace Weir.Admin.Api.Models;

/// <summary>What to set of a user; what is left out stays as it is.</summary>
public sealed record UserRequest(string? Password, IReadOnlyList<string>? Tags)
{
    /// <summary>Without the password, so that it gets into no log.</summary>
    public override string ToString() => nameof(UserRequest);
}
