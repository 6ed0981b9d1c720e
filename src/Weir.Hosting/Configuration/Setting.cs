using Weir.Hosting.Configuration.Types;

namespace Weir.Hosting.Configuration;

/// <summary>A setting whose value is a <typeparamref name="T"/>.</summary>
internal sealed class Setting<T>(string key, SettingType<T> type, string defaultText, string doc)
    : SettingDefinition(key, defaultText, doc)
    where T : notnull
{
    public override string TypeName => type.Name;

    public override string Allowed => type.Allowed;

    public override object Parse(SettingInput input) =>
        type.TryParse(input.Value.Trim(), out T? value) ? value : throw ConfigurationException.BadValue(this, input);
}
