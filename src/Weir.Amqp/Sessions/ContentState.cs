namespace Weir.Amqp.Sessions;

/// <summary>Which part of a message a channel waits for.</summary>
internal enum ContentState : byte
{
    None,
    Header,
    Body,
}
