namespace Weir.Admin.Api.Models;

/// <summary>
/// What a topic shall be: partitions can only grow (1 for a new topic that says nothing), settings replace those set
/// before.
/// </summary>
public sealed record TopicRequest(int? Partitions, Dictionary<string, string>? Settings);
