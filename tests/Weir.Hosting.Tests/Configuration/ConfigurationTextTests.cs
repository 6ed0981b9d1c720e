using System.Runtime.CompilerServices;
using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests.Configuration;

public sealed class ConfigurationTextTests
{
    private const string RenewVariable = "RENEW_DOCS";

    [Fact]
    public void The_document_in_docs_is_current()
    {
        string path = DocumentPath();
        string expected = ConfigurationText.Document();
        if (Environment.GetEnvironmentVariable(RenewVariable) == "1")
            File.WriteAllText(path, expected);

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == expected,
            $"docs/configuration.md is not what the settings say; run {RenewVariable}=1 dotnet test " +
            "tests/Weir.Hosting.Tests and commit the file.");
    }

    [Fact]
    public void Help_and_document_show_every_setting()
    {
        string help = ConfigurationText.Help();
        string document = ConfigurationText.Document();

        Assert.All(Settings.All, setting =>
        {
            Assert.Contains($"  {setting.Key} ", help);
            Assert.Contains(setting.Doc, help);
            Assert.Contains($"### {setting.Key}\n", document);
            Assert.Contains(setting.EnvironmentName, document);
        });
    }

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs/configuration.md"));
}
