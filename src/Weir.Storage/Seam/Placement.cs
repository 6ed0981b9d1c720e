namespace Weir.Storage;

/// <summary>Who owns a shard now. <paramref name="Owner"/> is null while nobody does.</summary>
public readonly record struct Placement(ShardId Shard, int Epoch, string? Owner);
