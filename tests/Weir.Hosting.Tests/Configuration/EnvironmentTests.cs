using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests.Configuration;

public sealed class EnvironmentTests
{
    [Fact]
    public void Every_setting_has_a_variable_of_its_own() =>
        Assert.Equal(
            Settings.All.Count,
            Settings.All.Select(setting => setting.EnvironmentName).Distinct().Count());

    [Theory]
    [InlineData("WEIR_KAFKA_LISTN",
        "WEIR_KAFKA_LISTN: the environment variable names no setting; did you mean WEIR_KAFKA_LISTEN?")]
    [InlineData("WEIR_", "WEIR_: the environment variable names no setting; 'weir serve --help' lists them all.")]
    public void An_unknown_variable_stops_the_start(string name, string refusal) =>
        Assert.Equal(refusal, Given.RefusalOf(() => Given.Load(environment: [(name, "off")])));

    [Fact]
    public void A_bad_value_names_its_variable() =>
        Assert.Equal(
            "WEIR_LOG_FORMAT: log.format is 'xml', but must be one of text, json.",
            Given.RefusalOf(() => Given.Load(environment: [("WEIR_LOG_FORMAT", "xml")])));
}
