namespace Weir.Hosting.Configuration;

/// <summary>The value of every setting: what was written last, else the default. Never changes once made.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<SettingDefinition, object> _values = [];
    private readonly Dictionary<SettingDefinition, SettingInput> _inputs = [];

    /// <exception cref="ConfigurationException">A key is unknown or a value is not allowed.</exception>
    public SettingValues(IEnumerable<SettingInput> inputs)
    {
        foreach (SettingDefinition setting in Settings.All)
            Set(setting, new SettingInput(setting.Key, setting.DefaultText, "default"));
        foreach (SettingInput input in inputs)
            Set(Settings.Find(input.Key) ?? throw UnknownSetting.InKey(input), input);
    }

    public T Get<T>(Setting<T> setting)
        where T : notnull => (T)_values[setting];

    /// <summary>Where the value in force came from, for errors that are about more than one setting.</summary>
    public SettingInput InputOf(SettingDefinition setting) => _inputs[setting];

    private void Set(SettingDefinition setting, SettingInput input)
    {
        _values[setting] = setting.Parse(input);
        _inputs[setting] = input;
    }
}
