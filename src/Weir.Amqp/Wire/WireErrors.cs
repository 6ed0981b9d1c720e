namespace Weir.Amqp.Wire;

/// <summary>Reply code (specification 1.2) and sentence of each <see cref="WireError"/>; all are fatal.</summary>
internal static class WireErrors
{
    public static ReplyCode ReplyCode(this WireError error) => error switch
    {
        WireError.None => Wire.ReplyCode.Success,
        WireError.UnknownFrameType or WireError.FrameTooLarge or WireError.MissingFrameEnd
            or WireError.HeartbeatOnChannel or WireError.HeartbeatNotEmpty
            or WireError.MalformedContentHeader => Wire.ReplyCode.FrameError,
        _ => Wire.ReplyCode.SyntaxError,
    };

    public static string Text(this WireError error) => error switch
    {
        WireError.None => "",
        WireError.UnknownFrameType => "unknown frame type",
        WireError.FrameTooLarge => "frame larger than the negotiated frame-max",
        WireError.MissingFrameEnd => "frame does not end with the frame-end octet",
        WireError.HeartbeatOnChannel => "heartbeat on a channel other than 0",
        WireError.HeartbeatNotEmpty => "heartbeat with a payload",
        WireError.MalformedMethod => "method arguments do not match the method",
        WireError.MalformedContentHeader => "malformed content header",
        WireError.MalformedProperties => "malformed message properties",
        WireError.MalformedTable => "malformed field table",
        WireError.UnknownFieldType => "unknown field type in a field table",
        WireError.TableTooDeep => "field table nested too deep",
        WireError.TableTooLarge => "field table with too many values",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };
}
