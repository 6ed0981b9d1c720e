using System.Text;
using Weir.Wire.Records;

namespace Weir.Records;

/// <summary>What the command line says about every record to produce.</summary>
internal sealed class RecordTemplate(string? key, string? keySeparator, long? timestampMs) : IDisposable
{
    public byte[]? Key { get; } = key is null ? null : Encoding.UTF8.GetBytes(key);

    public byte[]? KeySeparator { get; } = keySeparator is null ? null : Encoding.UTF8.GetBytes(keySeparator);

    public long? TimestampMs { get; } = timestampMs;

    public RecordHeaderWriter Headers { get; } = new();

    public void Dispose() => Headers.Dispose();
}
