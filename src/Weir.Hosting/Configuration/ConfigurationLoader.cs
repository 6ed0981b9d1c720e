namespace Weir.Hosting.Configuration;

/// <summary>Puts the options together from a YAML file, the environment and flags, of which the later wins.</summary>
public static class ConfigurationLoader
{
    /// <param name="file">Path of the YAML file; null takes the one that WEIR_CONFIG names, or none.</param>
    /// <param name="environment">Variables; those that do not start with WEIR_ are ignored.</param>
    /// <param name="flags">Settings from the command line or from an embedding program, the last of a key wins.</param>
    /// <exception cref="ConfigurationException">Anything in them is unknown, not allowed or unreadable.</exception>
    public static WeirOptions Load(
        string? file, IReadOnlyDictionary<string, string> environment, IEnumerable<SettingInput> flags)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(flags);

        file ??= environment.GetValueOrDefault(EnvironmentSettings.FileVariable);
        IReadOnlyList<SettingInput> fromFile = file is null ? [] : YamlSettingsFile.Read(file);
        return new WeirOptions([.. fromFile, .. EnvironmentSettings.Read(environment), .. flags]);
    }
}
