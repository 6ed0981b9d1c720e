namespace Weir.Hosting.Configuration;

/// <summary>
/// Reads settings from WEIR_* variables. An unknown one stops the start: a misspelled variable must not be ignored.
/// </summary>
internal static class EnvironmentSettings
{
    /// <summary>Names the configuration file when the command line does not; not a setting itself.</summary>
    public const string FileVariable = "WEIR_CONFIG";

    /// <summary>Names the broker that the other commands talk to; a shell that has it may start a broker too.</summary>
    public const string BrokerVariable = "WEIR_BROKER";

    /// <summary>Names the HTTP API that the other commands talk to.</summary>
    public const string HttpVariable = "WEIR_HTTP";

    /// <summary>Who the other commands log in as.</summary>
    public const string UserVariable = "WEIR_USER";

    /// <summary>The password that they do it with.</summary>
    public const string PasswordVariable = "WEIR_PASSWORD";

    /// <exception cref="ConfigurationException">A WEIR_* variable names no setting.</exception>
    public static IEnumerable<SettingInput> Read(IReadOnlyDictionary<string, string> environment)
    {
        foreach ((string name, string value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(SettingDefinition.EnvironmentPrefix, StringComparison.Ordinal)
                || name is FileVariable or BrokerVariable or HttpVariable or UserVariable or PasswordVariable)
                continue;

            SettingDefinition setting =
                Settings.All.FirstOrDefault(setting => setting.EnvironmentName == name)
                ?? throw UnknownSetting.InEnvironment(name);
            yield return new SettingInput(setting.Key, value, name);
        }
    }
}
