using Weir.Admin.Rates;

namespace Weir.Admin.Api.Models;

/// <summary>A topic: <c>stream</c>, or <c>queue</c>, which is a topic whose records go when they are settled.</summary>
public sealed record TopicView(
    string Namespace,
    string Name,
    Guid Id,
    string Kind,
    int Partitions,
    long Records,
    long Bytes,
    string Durability,
    MessageRates Rates);
