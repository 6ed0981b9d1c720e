namespace Weir.Broker.Topics;

/// <summary>How a setting's value is written.</summary>
public enum TopicSettingType
{
    Boolean,
    Int,
    Long,
    Double,
    String,
    List,
}
