using System.Globalization;
using System.Text;

namespace Weir.Interop.Tests.Support;

/// <summary>kcat, by its command line: records as lines of text, no headers and timestamps of their own.</summary>
internal sealed class KcatClient : Client
{
    private const string Kcat = "kcat";

    public override string Name => "kcat";

    public override bool WritesHeaders => false;

    public override async Task ProduceAsync(BrokerProcess broker, ProduceOptions options)
    {
        string file = broker.ScratchFile(Guid.NewGuid().ToString("N"));
        await using (var lines = new FileStream(file, FileMode.Create))
        {
            for (int i = options.From; i < options.From + options.Count; i++)
            {
                lines.Write(TestRecord.Key(i));
                lines.WriteByte((byte)'\t');
                lines.Write(TestRecord.Value(i, options.Size));
                lines.WriteByte((byte)'\n');
            }
        }
        string[] arguments =
        [
            "-P", "-b", broker.Bootstrap, "-t", options.Topic, "-K", "\\t", "-Z", "-z", options.Codec,
            "-X", "message.max.bytes=20000000", "-l", file,
        ];
        (await ClientProgram.RunAsync(Kcat, arguments)).MustSucceed(broker);
        File.Delete(file);
    }

    public override async Task ConsumeAsync(BrokerProcess broker, string topic, int count, bool withHeaders)
    {
        string[] arguments =
        [
            "-C", "-q", "-b", broker.Bootstrap, "-t", topic, "-o", "beginning", "-e", "-Z",
            "-f", "%p\\t%o\\t%T\\t%K\\t%k\\t%S\\t%s\\t%h\\n",
        ];
        ClientResult result = (await ClientProgram.RunAsync(Kcat, arguments)).MustSucceed(broker);
        var checker = new RecordChecker(count);
        foreach (string line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            See(checker, line.Split('\t'), withHeaders);
        checker.MustBeContent(Name, broker);
    }

    private static void See(RecordChecker checker, string[] fields, bool withHeaders)
    {
        long timestampMs = Number(fields[2]);
        byte[] key = Encoding.Latin1.GetBytes(fields[4]);
        byte[] value = Encoding.Latin1.GetBytes(fields[6]);
        checker.See(
            (int)Number(fields[0]),
            Number(fields[1]),
            () => TestRecord.Number(key, fields[3] == "-1", value, fields[5] == "-1"),
            i => !withHeaders ? null
                : timestampMs != TestRecord.BaseTimestampMs + i ? $"timestamp {timestampMs}"
                : !fields[7].StartsWith($"index={i},bytes=", StringComparison.Ordinal) ? $"headers {fields[7]}"
                : null);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
