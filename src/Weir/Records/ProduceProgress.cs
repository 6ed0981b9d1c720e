using System.Globalization;
using Weir.Client;

namespace Weir.Records;

/// <summary>How far producing is, on standard error and only for a person: one line that is written over.</summary>
internal sealed class ProduceProgress(CommandContext context, BatchProducer producer, string topic)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long _startedAt = context.Time.GetTimestamp();
    private TimeSpan _nextAt = Interval;

    public void Show()
    {
        if (!context.ErrorIsTerminal) return;
        TimeSpan now = context.Time.GetElapsedTime(_startedAt);
        if (now < _nextAt) return;
        _nextAt = now + Interval;
        context.Error.Write($"\r\u001b[K{Line(now)}");
    }

    public void Clear()
    {
        if (context.ErrorIsTerminal) context.Error.Write("\r\u001b[K");
    }

    public void Done()
    {
        if (!context.ErrorIsTerminal) return;
        Clear();
        context.Error.WriteLine(Line(context.Time.GetElapsedTime(_startedAt)));
    }

    private string Line(TimeSpan elapsed)
    {
        double seconds = Math.Max(0.001, elapsed.TotalSeconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{producer.Acknowledged} records stored in '{topic}' ({producer.AcknowledgedBytes / 1e6:0.0} MB, "
            + $"{seconds:0.0} s, {producer.Acknowledged / seconds:0} a second)");
    }
}
