namespace Weir.KafkaGenerator.Schema;

/// <summary>One API key: its request and response share versions and the first flexible one.</summary>
public sealed record Api(
    int Key, string Name, VersionRange Versions, int? FirstFlexible, Message Request, Message Response);
