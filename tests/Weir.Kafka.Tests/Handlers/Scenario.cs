namespace Weir.Kafka.Tests.Handlers;

/// <summary>Uses one API at one version and asserts what its user would notice.</summary>
internal delegate Task Scenario(KafkaHarness harness, KafkaClient client, short version);
