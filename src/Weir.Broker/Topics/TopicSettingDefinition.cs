namespace Weir.Broker.Topics;

/// <summary>
/// One setting of a topic. Parsing, validation, describing and the documentation page all come from it.
/// </summary>
/// <param name="Name">The name that Kafka's users know.</param>
/// <param name="Default">The value where neither the topic nor the broker's defaults set one.</param>
/// <param name="Unit">What a number counts; empty where it counts nothing.</param>
/// <param name="Doc">One line for users.</param>
public sealed record TopicSettingDefinition(
    string Name, TopicSettingType Type, string Default, TopicSettingRule Allowed, string Unit, string Doc)
{
    internal int Index { get; init; }

    /// <summary>Null when the value is allowed; else one sentence that says why not.</summary>
    internal string? Refusal(string value)
    {
        if (Allowed.Accepts(value)) return null;
        string why = Allowed.Reason is null ? "" : $" ({Allowed.Reason})";
        return $"{Name} is \"{value}\" but must be {Allowed.Text}{why}.";
    }
}
