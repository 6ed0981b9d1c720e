namespace Weir.Broker.Streams;

/// <summary>Where a stream's consumer begins.</summary>
public enum StreamStartKind : byte
{
    First,

    /// <summary>With the last message there is.</summary>
    Last,

    /// <summary>With what comes from now on.</summary>
    Next,

    /// <summary>With an offset of each partition.</summary>
    Offset,

    /// <summary>With the first message that is not older than a time.</summary>
    Time,
}
