namespace Weir.Kafka.Handlers;

/// <summary>How a setting's value is written, by the numbers that responses carry.</summary>
internal enum ConfigType : sbyte
{
    Unknown = 0,
    Boolean = 1,
    String = 2,
    Int = 3,
    Long = 5,
    Double = 6,
    List = 7,
}
