namespace Weir.Amqp.Wire;

/// <summary>
/// What is wrong with a peer's bytes. Reading never throws for them: it answers one of these, and
/// <see cref="WireErrors"/> knows the reply code and the sentence that go into connection.close.
/// </summary>
internal enum WireError : byte
{
    None = 0,
    UnknownFrameType,
    FrameTooLarge,
    MissingFrameEnd,
    HeartbeatOnChannel,
    HeartbeatNotEmpty,
    MalformedMethod,
    MalformedContentHeader,
    MalformedProperties,
    MalformedTable,
    UnknownFieldType,
    TableTooDeep,
    TableTooLarge,
}
