namespace Weir.Hosting.Configuration;

/// <summary>Says that a setting does not exist, and which one was probably meant.</summary>
internal static class UnknownSetting
{
    private const string WhereToLook = "'weir serve --help' lists them all";

    public static ConfigurationException InKey(SettingInput input)
    {
        SettingDefinition? member = Settings.All.FirstOrDefault(setting =>
            setting.Key.StartsWith(input.Key + ".", StringComparison.Ordinal));
        if (member is not null)
        {
            return new($"{input.Source}: {ConfigurationException.Quote(input.Key)} is a section and takes no value " +
                $"of its own; settings are inside it, as {member.Key} is.");
        }

        string? near = NearestName.Find(input.Key, Settings.All.Select(setting => setting.Key));
        string hint = near is null ? WhereToLook : $"did you mean '{near}'?";
        return new(Sentence($"{input.Source}: there is no setting {ConfigurationException.Quote(input.Key)}; {hint}"));
    }

    public static ConfigurationException InEnvironment(string variable)
    {
        string? near = NearestName.Find(variable, Settings.All.Select(setting => setting.EnvironmentName));
        string hint = near is null ? WhereToLook : $"did you mean {near}?";
        return new(Sentence($"{variable}: the environment variable names no setting; {hint}"));
    }

    private static string Sentence(string text) => text.EndsWith('?') ? text : text + ".";
}
