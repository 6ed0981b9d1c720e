using System.Diagnostics.CodeAnalysis;
using Weir.Amqp.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>
/// A client asked for what it cannot have. The code decides the scope: soft ones close the channel, hard ones the
/// connection (specification 1.2). The text is what RabbitMQ says, behind the code's name.
/// </summary>
[SuppressMessage("Design", "CA1032", Justification = "It needs its code.")]
internal sealed class AmqpException(ReplyCode code, string text) : Exception(text)
{
    public ReplyCode Code { get; } = code;

    /// <summary>The method that is to blame, None when there is none; null for the one being served.</summary>
    public MethodId? Method { get; set; }

    public bool IsSoft =>
        Code is ReplyCode.ContentTooLarge or ReplyCode.NoRoute or ReplyCode.NoConsumers or ReplyCode.AccessRefused
            or ReplyCode.NotFound or ReplyCode.ResourceLocked or ReplyCode.PreconditionFailed;

    public string ReplyText => $"{NameOf(Code)} - {Message}";

    public static AmqpException Of(WireError error) => new(error.ReplyCode(), error.Text());

    public static AmqpException NoQueue(string name, string vhost) =>
        new(ReplyCode.NotFound, $"no queue '{name}' in vhost '{vhost}'");

    public static AmqpException NoExchange(string name, string vhost) =>
        new(ReplyCode.NotFound, $"no exchange '{name}' in vhost '{vhost}'");

    private static string NameOf(ReplyCode code) => code switch
    {
        ReplyCode.ContentTooLarge => "CONTENT_TOO_LARGE",
        ReplyCode.ConnectionForced => "CONNECTION_FORCED",
        ReplyCode.AccessRefused => "ACCESS_REFUSED",
        ReplyCode.NotFound => "NOT_FOUND",
        ReplyCode.ResourceLocked => "RESOURCE_LOCKED",
        ReplyCode.PreconditionFailed => "PRECONDITION_FAILED",
        ReplyCode.FrameError => "FRAME_ERROR",
        ReplyCode.SyntaxError => "SYNTAX_ERROR",
        ReplyCode.CommandInvalid => "COMMAND_INVALID",
        ReplyCode.ChannelError => "CHANNEL_ERROR",
        ReplyCode.UnexpectedFrame => "UNEXPECTED_FRAME",
        ReplyCode.ResourceError => "RESOURCE_ERROR",
        ReplyCode.NotAllowed => "NOT_ALLOWED",
        ReplyCode.NotImplemented => "NOT_IMPLEMENTED",
        _ => "INTERNAL_ERROR",
    };
}
