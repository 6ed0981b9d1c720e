using Weir.Broker.Topics;

namespace Weir.Kafka.Handlers;

/// <summary>The settings of topics as tools see them.</summary>
internal static class TopicConfigs
{
    public static IEnumerable<ConfigEntry> Describe(TopicSettings settings, TopicDefaults defaults)
    {
        Dictionary<string, string> ofNode = TopicSettings.Default(defaults).Describe()
            .ToDictionary(static d => d.Definition.Name, static d => d.Value);
        foreach ((TopicSettingDefinition definition, string value, bool _) in settings.Describe())
        {
            string nodeValue = ofNode.GetValueOrDefault(definition.Name, definition.Default);
            var levels = new List<(ConfigSource, string)>();
            // A value can differ without being set itself: by an older name of the same setting.
            if (settings.Overrides.ContainsKey(definition.Name) || value != nodeValue)
                levels.Add((ConfigSource.Topic, value));
            if (nodeValue != definition.Default) levels.Add((ConfigSource.Node, nodeValue));
            levels.Add((ConfigSource.Default, definition.Default));
            yield return new ConfigEntry(definition.Name, TypeOf(definition.Type), Document(definition), false, levels);
        }
    }

    private static string Document(TopicSettingDefinition definition) =>
        definition.Unit.Length == 0 ? definition.Doc : $"{definition.Doc} In {definition.Unit}.";

    private static ConfigType TypeOf(TopicSettingType type) => type switch
    {
        TopicSettingType.Boolean => ConfigType.Boolean,
        TopicSettingType.Int => ConfigType.Int,
        TopicSettingType.Long => ConfigType.Long,
        TopicSettingType.Double => ConfigType.Double,
        TopicSettingType.List => ConfigType.List,
        _ => ConfigType.String,
    };
}
