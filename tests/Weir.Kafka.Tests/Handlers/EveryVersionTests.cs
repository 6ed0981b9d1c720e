using Weir.Kafka.Wire;

namespace Weir.Kafka.Tests.Handlers;

/// <summary>Every API that is announced is used at every version that is announced.</summary>
public sealed class EveryVersionTests
{
    private static readonly Dictionary<ApiKey, Scenario> Scenarios = new[]
    {
        RecordScenarios.All, TopicScenarios.All, GroupScenarios.All, ClusterScenarios.All, SecurityScenarios.All,
    }.SelectMany(static all => all).ToDictionary();

    public static TheoryData<ApiKey> Keys() => [.. Scenarios.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Serves_what_it_announces(ApiKey key)
    {
        await using KafkaHarness catalogue = await KafkaHarness.OpenAsync();
        ApiEntry announced = catalogue.Server.Handlers.Announced.Single(a => a.Key == key);
        short first = key == ApiKey.Produce ? (short)3 : announced.MinVersion;
        for (short version = first; version <= announced.MaxVersion; version++)
        {
            await using KafkaHarness harness = await KafkaHarness.OpenAsync();
            await Scenarios[key](harness, harness.Connect(), version);
        }
    }

    [Fact]
    public async Task Announces_nothing_that_is_not_used_here()
    {
        await using KafkaHarness harness = await KafkaHarness.OpenAsync();
        ApiVersionsResponse response = await harness.Connect().SendAsync(new ApiVersionsRequest(), 3);
        Assert.Equal(Scenarios.Keys.Order(), response.ApiKeys.Select(k => (ApiKey)k.ApiKey).Order());
    }
}
