using System.Text;
using System.Text.Json.Nodes;
using Weir.Admin.Api;
using Weir.Admin.Api.Models;
using Weir.Broker;
using Weir.Broker.Messages;
using Weir.Broker.Queues;
using Weir.Broker.Topics;
using Weir.Wire.Records;

namespace Weir.Admin.Operations;

/// <summary>Records as the API shows them.</summary>
internal sealed class MessageReading(MessageBroker broker)
{
    /// <summary>What is shown of a value unless more is asked for.</summary>
    public const int ValueBytesDefault = 16 << 10;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public MessageView Show(
        Partition partition, long offset, long timestampMs, in RecordView record, int valueBytesMax)
    {
        MessageOrigin? origin = broker.Forms?.Describe(record);
        Queue? queue = broker.Queues.FindOpen(partition.Topic);
        ReadOnlySpan<byte> value = record.Value[..Math.Min(record.Value.Length, valueBytesMax)];
        bool isCut = value.Length < record.Value.Length;
        string? text = record.IsValueNull ? null : Text(value, isCut);
        bool isText = record.IsValueNull || text is not null;
        return new MessageView(
            partition.Index, offset, timestampMs, origin?.Protocol ?? "Kafka", origin?.Exchange,
            record.IsKeyNull ? null : JsonArguments.Text(record.Key),
            isText ? text : Convert.ToBase64String(value), isText ? "text" : "base64", record.Value.Length,
            Headers(record, origin is not null),
            origin is null ? null : JsonArguments.Write(origin.Properties),
            queue is null ? null : Views.Word(queue.StateOf(new MessageRef(partition.Index, offset, 0))));
    }

    /// <summary>Null when it is no text. A cut may fall into a character, which is then left out.</summary>
    private static string? Text(ReadOnlySpan<byte> value, bool isCut)
    {
        for (int less = 0; less <= (isCut ? 3 : 0) && less <= value.Length; less++)
        {
            try
            {
                string text = Strict.GetString(value[..^less]);
                return text.AsSpan().ContainsAnyInRange('\0', '\u0008') ? null : text;
            }
            catch (DecoderFallbackException)
            {
                // Not text, or cut within a character.
            }
        }

        return null;
    }

    /// <summary>Without the one that holds the protocol's own form, which the properties show.</summary>
    private static List<HeaderView> Headers(in RecordView record, bool skipsForm)
    {
        var views = new List<HeaderView>();
        foreach (RecordHeaderView header in record.Headers)
        {
            if (skipsForm && header.Key.SequenceEqual("amqp"u8)) continue;
            views.Add(new HeaderView(
                JsonArguments.Text(header.Key), header.IsValueNull ? null : JsonArguments.Text(header.Value)));
        }

        return views;
    }
}
