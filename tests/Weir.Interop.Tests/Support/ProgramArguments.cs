using System.Globalization;

namespace Weir.Interop.Tests.Support;

/// <summary>The name=value arguments that the client programs in C, Python and JavaScript share.</summary>
internal static class ProgramArguments
{
    public static List<string> Produce(BrokerProcess broker, ProduceOptions options) =>
    [
        $"bootstrap={broker.Bootstrap}",
        $"topic={options.Topic}",
        Text($"count={options.Count}"),
        Text($"from={options.From}"),
        Text($"size={options.Size}"),
        Text($"rate={options.Rate}"),
        $"compression.codec={options.Codec}",
        $"enable.idempotence={(options.Idempotent ? "true" : "false")}",
        $"idempotent={(options.Idempotent ? "1" : "0")}",
        "message.max.bytes=20000000",
    ];

    public static List<string> Consume(BrokerProcess broker, string topic, int count, bool withHeaders)
    {
        string flag = withHeaders ? "1" : "0";
        return
        [
            $"bootstrap={broker.Bootstrap}", $"topic={topic}", Text($"count={count}"), $"headers={flag}",
            $"timestamps={flag}",
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
