using System.Text;
using Weir.Fuzz.Tests.Engine;
using Weir.Hosting.Configuration;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>The configuration file: options, or one sentence that says what is wrong.</summary>
internal sealed class ConfigYaml : FuzzTarget, IDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly string _path = Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"weir-fuzz-{Guid.NewGuid():n}.yaml");

    public override string Name => "config-yaml";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return """
            data: /var/lib/weir
            kafka:
              listen: [127.0.0.1:9092, "[::1]:9092"]
              default_partitions: 4
            storage.memory_bytes_max: 512MiB
            amqp.listen: off
            """u8.ToArray();
        yield return "log: {level: debug, format: json}\n# comment\nretention:\n  default_ms: -1\n"u8.ToArray();
        yield return "a: &x [1, 2]\nb: *x\n---\nc: |\n  text\n"u8.ToArray();
        yield return "telemetry:\n  otlp:\n    endpoint: http://127.0.0.1:4318\n"u8.ToArray();
        StringBuilder all = new();
        foreach (SettingDefinition setting in Settings.All) all.Append(setting.Key).Append(": 5\n");
        yield return Encoding.UTF8.GetBytes(all.ToString());
        yield return Encoding.UTF8.GetBytes(new string('[', 20_000));
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{a: ", 9_000)));
    }

    // A parser's events, tokens and sentences; and every setting is looked up for every key.
    public override long AllocatedBytesMax(byte[] input) => (2 << 20) + (4096L * input.Length);

    public override string Execute(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            WeirOptions options = ConfigurationLoader.Load(_path, NoEnvironment, []);
            return $"read, {options.Log.Level}";
        }
        catch (ConfigurationException e)
        {
            FuzzException.Require(
                !e.Message.Any(char.IsControl) && e.Message.Length < 2_000, $"the sentence is none: {e.Message}");
            return Outcome.Of(e);
        }
    }

    public void Dispose() => File.Delete(_path);
}
