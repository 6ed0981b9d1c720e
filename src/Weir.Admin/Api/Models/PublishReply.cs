namespace Weir.Admin.Api.Models;

/// <summary>Durable where it went; nowhere when nothing is bound that wants it.</summary>
public sealed record PublishReply(bool Routed, IReadOnlyList<string> Destinations);
