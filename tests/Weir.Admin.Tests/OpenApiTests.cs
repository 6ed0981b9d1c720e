using System.Text.Json.Nodes;

namespace Weir.Admin.Tests;

public sealed class OpenApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_document_describes_every_operation_with_a_summary()
    {
        JsonNode document = await host.GetAsync("/api/v1/openapi.json");
        var paths = document["paths"]!.AsObject();
        Assert.Contains("/api/v1/queues/{ns}/{name}", paths.Select(p => p.Key));
        foreach ((string path, JsonNode? operations) in paths)
        {
            foreach ((string method, JsonNode? operation) in operations!.AsObject())
                Assert.False(string.IsNullOrEmpty((string?)operation!["summary"]), $"{method} {path} has no summary");
        }
    }
}
