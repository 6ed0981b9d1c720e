using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Weir.Broker;
using Weir.Testing;

namespace Weir.Admin.Tests;

public sealed class OpenApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string RenewVariable = "RENEW_DOCS";

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

    [Fact]
    public async Task The_document_in_the_program_is_what_the_endpoints_say()
    {
        string made = await MakeAsync();
        string path = DocumentPath();
        if (Environment.GetEnvironmentVariable(RenewVariable) == "1") await File.WriteAllTextAsync(path, made);
        bool isCurrent = File.Exists(path) && await File.ReadAllTextAsync(path) == made;
        Assert.True(isCurrent, $"run {RenewVariable}=1 dotnet test tests/Weir.Admin.Tests and commit {path}");
    }

    /// <summary>The endpoints with nothing behind them.</summary>
    private static async Task<string> MakeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Ports.Next()}");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<MessageBroker>(static _ => throw new NotSupportedException());
        builder.Services.AddSingleton<BrokerHealth>();
        builder.Services.AddSingleton<DataDisk>(static _ => throw new NotSupportedException());
        AdminApi.AddServices(builder.Services);
        builder.Services.AddOpenApi("v1", static options => options.ShouldInclude = static api =>
            api.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true);
        await using WebApplication app = builder.Build();
        AdminApi.Map(app);
        await app.StartAsync();
        OpenApiDocument document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1")
            .GetOpenApiDocumentAsync();
        document.Info.Title = "Weir";
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1) + "\n";
    }

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../src/Weir.Admin/Api/openapi.json"));
}
