using Microsoft.AspNetCore.Http;

namespace Weir.Admin.Http;

/// <summary>
/// A request that is answered with an error: the HTTP status, a code for programs and one sentence for people.
/// </summary>
public sealed class ApiException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static ApiException NotFound(string what, string ns, string name) => new(
        StatusCodes.Status404NotFound, $"{what}-not-found", $"there is no {what} '{name}' in namespace '{ns}'");

    public static ApiException Invalid(string detail) => new(StatusCodes.Status400BadRequest, "invalid", detail);

    public static ApiException Conflict(string code, string detail) =>
        new(StatusCodes.Status409Conflict, code, detail);
}
