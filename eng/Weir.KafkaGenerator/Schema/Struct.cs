namespace Weir.KafkaGenerator.Schema;

/// <summary>A named group of fields; <see cref="Versions"/> are those in which it can occur.</summary>
public sealed record Struct(string Name, VersionRange Versions, List<Field> Fields);
