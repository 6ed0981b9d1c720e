using Weir.Hosting.Configuration;

namespace Weir.Hosting.Tests.Configuration;

/// <summary>Loads options from texts, so that a test reads as what somebody wrote and what came of it.</summary>
internal static class Given
{
    public static WeirOptions Flag(string key, string value) => Load(flags: [(key, value)]);

    public static WeirOptions Yaml(string text) => Load(yaml: text);

    public static string RefusalOf(Func<WeirOptions> load) => Assert.Throws<ConfigurationException>(load).Message;

    public static WeirOptions Load(
        string? yaml = null,
        (string Name, string Value)[]? environment = null,
        (string Key, string Value)[]? flags = null)
    {
        string? file = null;
        try
        {
            if (yaml is not null)
            {
                file = Path.GetTempFileName();
                File.WriteAllText(file, yaml);
            }

            return ConfigurationLoader.Load(
                file,
                (environment ?? []).ToDictionary(pair => pair.Name, pair => pair.Value),
                (flags ?? []).Select(flag => new SettingInput(flag.Key, flag.Value, "--set")));
        }
        catch (ConfigurationException e) when (file is not null)
        {
            // Tests name the file weir.yaml, whatever it was called on disk.
            throw new ConfigurationException(e.Message.Replace(file, "weir.yaml", StringComparison.Ordinal), e);
        }
        finally
        {
            if (file is not null)
                File.Delete(file);
        }
    }
}
