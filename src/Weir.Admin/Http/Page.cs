using System.Text.Json.Serialization;

namespace Weir.Admin.Http;

/// <summary>A part of a list, and how much there is in all.</summary>
public sealed record Page<T>(
    IReadOnlyList<T> Items, int Total, [property: JsonPropertyName("page")] int Number, int PageSize);
