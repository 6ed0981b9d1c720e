namespace Weir.Broker.Topics;

/// <summary>Whose clock a record's timestamp comes from.</summary>
public enum TimestampType
{
    CreateTime,
    LogAppendTime,
}
