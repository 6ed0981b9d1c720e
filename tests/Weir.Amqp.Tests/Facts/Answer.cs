using System.Text;
using System.Text.RegularExpressions;
using Weir.Amqp.Tests.Sessions;
using Weir.Amqp.Wire;

namespace Weir.Amqp.Tests.Facts;

/// <summary>An answer in the words that eng/amqp-facts/facts.py has for it.</summary>
internal static partial class Answer
{
    public static string Of(Received received)
    {
        string text = $"{received.Channel} {NameOf(received.Method)} {WordsOf(received)}".TrimEnd();
        if (received.Method is MethodId.BasicDeliver or MethodId.BasicGetOk or MethodId.BasicReturn)
            text += $" {Convert.ToHexStringLower(received.Properties)} {received.Text}";
        return Generated().Replace(text, "amq.$1-*");
    }

    private static string NameOf(MethodId method)
    {
        string name = method.ToString();
        int second = 1;
        while (char.IsLower(name[second])) second++;
        return $"{name[..second]}.{name[second..]}";
    }

    private static string WordsOf(Received received)
    {
        byte[] arguments = received.Arguments;
        switch (received.Method)
        {
            case MethodId.ChannelClose or MethodId.ConnectionClose:
                int at = 3 + arguments[2];
                return $"{received.Code} {(arguments[at] << 8) | arguments[at + 1]}."
                    + $"{(arguments[at + 2] << 8) | arguments[at + 3]} {received.ReplyText}";
            case MethodId.BasicReturn:
                BasicReturn.TryRead(arguments, out var back);
                return $"{back.ReplyCode} {received.ReplyText} [{Text(back.Exchange)}] [{Text(back.RoutingKey)}]";
            case MethodId.BasicDeliver:
                BasicDeliver.TryRead(arguments, out var deliver);
                return $"{Text(deliver.ConsumerTag)} {deliver.DeliveryTag} {deliver.Redelivered} "
                    + $"[{Text(deliver.Exchange)}] [{Text(deliver.RoutingKey)}]";
            case MethodId.BasicGetOk:
                BasicGetOk.TryRead(arguments, out var got);
                return $"{got.DeliveryTag} {got.Redelivered} [{Text(got.Exchange)}] [{Text(got.RoutingKey)}] "
                    + $"{got.MessageCount}";
            case MethodId.QueueDeclareOk:
                QueueDeclareOk.TryRead(arguments, out var declared);
                return $"{Text(declared.Queue)} {declared.MessageCount} {declared.ConsumerCount}";
            case MethodId.QueueDeleteOk:
                QueueDeleteOk.TryRead(arguments, out var deleted);
                return $"{deleted.MessageCount}";
            case MethodId.QueuePurgeOk:
                QueuePurgeOk.TryRead(arguments, out var purged);
                return $"{purged.MessageCount}";
            case MethodId.BasicAck:
                BasicAck.TryRead(arguments, out var ack);
                return $"{ack.DeliveryTag} {ack.Multiple}";
            case MethodId.BasicNack:
                BasicNack.TryRead(arguments, out var nack);
                return $"{nack.DeliveryTag} {nack.Multiple}";
            case MethodId.BasicConsumeOk or MethodId.BasicCancelOk or MethodId.BasicCancel:
                return Text(arguments.AsSpan(1, arguments[0]));
            case MethodId.ConnectionTune:
                ConnectionTune.TryRead(arguments, out var tune);
                return $"{tune.ChannelMax} {tune.FrameMax} {tune.Heartbeat}";
            case MethodId.ChannelFlowOk:
                ChannelFlowOk.TryRead(arguments, out var flow);
                return $"{flow.Active}";
            default:
                return "";
        }
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    [GeneratedRegex("amq\\.(gen|ctag)-[A-Za-z0-9_-]+")]
    private static partial Regex Generated();
}
