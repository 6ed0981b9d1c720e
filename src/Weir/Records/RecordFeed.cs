using System.Text;
using Weir.Client;
using Weir.Wire.Records;

namespace Weir.Records;

/// <summary>
/// Makes records of standard input and hands them to the producer, which it flushes when a batch is full, when the
/// input pauses, and at the end.
/// </summary>
internal sealed class RecordFeed(
    BatchProducer producer, RecordTemplate template, ProduceProgress progress, TimeProvider time)
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task SendOneAsync(ReadOnlyMemory<byte> value, CancellationToken cancel)
    {
        Add(template.Key, value.Span);
        await producer.FlushAsync(fullOnly: false, cancel);
    }

    public async Task SendLinesAsync(Stream input, CancellationToken cancel)
    {
        LineReader lines = new(input, time);
        for (LineState state; (state = await lines.NextAsync(cancel)) != LineState.End;)
        {
            bool isFull = false;
            if (state == LineState.Line)
            {
                // All that is in memory goes without waiting in between.
                do isFull = AddLine(lines.Line);
                while (!isFull && lines.TryNext());
            }

            if (isFull || state == LineState.Pause) await FlushAsync(isFull, cancel);
        }

        await producer.FlushAsync(fullOnly: false, cancel);
    }

    public async Task SendJsonLinesAsync(Stream input, CancellationToken cancel)
    {
        LineReader lines = new(input, time);
        long number = 0;
        for (LineState state; (state = await lines.NextAsync(cancel)) != LineState.End;)
        {
            bool isFull = false;
            if (state == LineState.Line)
            {
                number++;
                isFull = lines.Line.Trim(" \t"u8).Length > 0 && AddJson(lines.Line.ToArray(), number);
            }

            if (isFull || state == LineState.Pause) await FlushAsync(isFull, cancel);
        }

        await producer.FlushAsync(fullOnly: false, cancel);
    }

    private async Task FlushAsync(bool fullOnly, CancellationToken cancel)
    {
        await producer.FlushAsync(fullOnly, cancel);
        progress.Show();
    }

    private bool AddLine(ReadOnlySpan<byte> line)
    {
        if (template.KeySeparator is not { } separator) return Add(template.Key, line);
        int at = line.IndexOf(separator);
        if (at < 0) return Add(template.Key, line);
        return Add(line[..at], false, line[(at + separator.Length)..]);
    }

    private bool Add(byte[]? key, ReadOnlySpan<byte> value) => Add(key, key is null, value);

    private bool Add(ReadOnlySpan<byte> key, bool isKeyNull, ReadOnlySpan<byte> value) =>
        producer.Add(new RecordToSend
        {
            TimestampMs = template.TimestampMs ?? Now,
            IsKeyNull = isKeyNull,
            Key = key,
            Value = value,
            RawHeaders = template.Headers.Raw,
            HeaderCount = template.Headers.Count,
        });

    private bool AddJson(ReadOnlyMemory<byte> line, long number)
    {
        JsonRecord record = JsonRecord.Parse(line, number);
        if (record.Partition is { } partition && (uint)partition >= (uint)producer.PartitionCount)
        {
            throw new UsageException(
                $"line {number}: there is no partition {partition}; the topic has 0 to {producer.PartitionCount - 1}");
        }

        using RecordHeaderWriter headers = new();
        foreach ((string name, byte[]? value) in record.Headers)
        {
            if (value is null) headers.AddNull(Encoding.UTF8.GetBytes(name));
            else headers.Add(Encoding.UTF8.GetBytes(name), value);
        }

        byte[]? key = record.Key ?? template.Key;
        bool hasOwnHeaders = headers.Count > 0;
        return producer.Add(
            new RecordToSend
            {
                TimestampMs = record.TimestampMs ?? template.TimestampMs ?? Now,
                IsKeyNull = key is null,
                Key = key,
                IsValueNull = record.Value is null,
                Value = record.Value,
                RawHeaders = hasOwnHeaders ? headers.Raw : template.Headers.Raw,
                HeaderCount = hasOwnHeaders ? headers.Count : template.Headers.Count,
            },
            record.Partition);
    }
}
