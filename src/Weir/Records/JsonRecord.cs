using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Client;
using Weir.Wire.Records;

namespace Weir.Records;

/// <summary>
/// A record as a line of JSON, the way <c>consume --json</c> writes it and <c>produce --json</c> reads it: key, value,
/// headers, timestamp, partition. Bytes that are no UTF-8 are base64, and a field of the same name with _base64 behind
/// it says so. In a line to produce every field may be missing, headers may be an object, and a value that is neither
/// text nor null is sent as the JSON it is.
/// </summary>
internal sealed class JsonRecord
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public byte[]? Key { get; private set; }

    public byte[]? Value { get; private set; }

    public List<KeyValuePair<string, byte[]?>> Headers { get; } = [];

    public long? TimestampMs { get; private set; }

    public int? Partition { get; private set; }

    /// <exception cref="UsageException">The line is no such record; the message says why.</exception>
    public static JsonRecord Parse(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new UsageException($"line {number}: a record is a JSON object");
            return Parse(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new UsageException($"line {number}: this is not JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new UsageException($"line {number}: {e.Message}", e);
        }
    }

    /// <summary>Writes a record as one line.</summary>
    public static void Write(IBufferWriter<byte> output, ReceivedRecord at, in RecordView record)
    {
        using (Utf8JsonWriter json = new(output, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("topic", at.Topic);
            json.WriteNumber("partition", at.Partition);
            json.WriteNumber("offset", at.Offset);
            json.WriteNumber("timestamp", at.TimestampMs);
            WriteBytes(json, "key", record.Key, record.IsKeyNull);
            WriteBytes(json, "value", record.Value, record.IsValueNull);
            json.WriteStartArray("headers");
            foreach (RecordHeaderView header in record.Headers)
            {
                json.WriteStartObject();
                WriteBytes(json, "key", header.Key, false);
                WriteBytes(json, "value", header.Value, header.IsValueNull);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteBytes(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes, bool isNull)
    {
        if (isNull)
        {
            json.WriteNull(name);
        }
        else if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            json.WriteString(name, bytes);
        }
        else
        {
            json.WriteBase64String(name, bytes);
            json.WriteBoolean($"{name}_base64", true);
        }
    }

    private static JsonRecord Parse(JsonElement line)
    {
        JsonRecord record = new();
        foreach (JsonProperty property in line.EnumerateObject())
        {
            switch (property.Name)
            {
                case "key":
                    record.Key = Bytes(line, property);
                    break;
                case "value":
                    record.Value = Bytes(line, property);
                    break;
                case "headers":
                    record.ReadHeaders(property.Value);
                    break;
                case "timestamp" when property.Value.ValueKind != JsonValueKind.Null:
                    record.TimestampMs = Time(property.Value);
                    break;
                case "partition" when property.Value.ValueKind != JsonValueKind.Null:
                    record.Partition = property.Value.TryGetInt32(out int partition)
                        ? partition
                        : throw new FormatException("partition is not a number that a partition can have");
                    break;
                case "timestamp" or "partition" or "topic" or "offset" or "key_base64" or "value_base64":
                    break;
                default:
                    throw new FormatException(
                        $"a record has no '{property.Name}'; it has key, value, headers, timestamp and partition");
            }
        }

        return record;
    }

    private void ReadHeaders(JsonElement headers)
    {
        if (headers.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty header in headers.EnumerateObject())
                Headers.Add(KeyValuePair.Create(header.Name, Bytes(headers, header)));
        }
        else if (headers.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement header in headers.EnumerateArray())
            {
                JsonProperty value = header.EnumerateObject().First(static p => p.NameEquals("value"));
                Headers.Add(KeyValuePair.Create(header.GetProperty("key").GetString() ?? "", Bytes(header, value)));
            }
        }
        else if (headers.ValueKind != JsonValueKind.Null)
        {
            throw new FormatException("headers are an object, or an array of objects with key and value");
        }
    }

    private static long Time(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long milliseconds)) return milliseconds;
        if (value.ValueKind == JsonValueKind.String && OffsetTarget.TryParseTime(value.GetString()!, out var time))
            return time.ToUnixTimeMilliseconds();
        throw new FormatException("timestamp is neither milliseconds since 1970 nor a time as 2026-01-31T12:00:00Z");
    }

    private static byte[]? Bytes(JsonElement holder, JsonProperty property)
    {
        bool isBase64 = holder.TryGetProperty($"{property.Name}_base64", out JsonElement flag)
            && flag.ValueKind == JsonValueKind.True;
        return property.Value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String when isBase64 => property.Value.TryGetBytesFromBase64(out byte[]? bytes)
                ? bytes
                : throw new FormatException($"{property.Name} is not base64"),
            JsonValueKind.String => Encoding.UTF8.GetBytes(property.Value.GetString()!),
            _ => Encoding.UTF8.GetBytes(property.Value.GetRawText()),
        };
    }
}
