using System.Text;
using Weir.Fuzz.Tests.Engine;
using Weir.Hosting.Configuration;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Settings as variables or flags: lines of KEY=VALUE; options, or one sentence that says what is wrong.
/// </summary>
internal sealed class ConfigPairs(bool isEnvironment) : FuzzTarget
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static readonly string[] Values =
    [
        "", "0", "1", "-1", "64KiB", "1GiB", "9223372036854775807", "99999999999999999999", "off", "auto", "true",
            "fsync",
        "127.0.0.1:9092", "[::1]:0", "[::1", "h:99999", "a:1,b:2", "http://127.0.0.1:4318", "0.5", "NaN", "1e400", "/",
            "\0",
    ];

    public override string Name => isEnvironment ? "config-environment" : "config-flags";

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (SettingDefinition setting in Settings.All) yield return Line(setting, "1");
    }

    public override byte[] Generate(Random random)
    {
        List<byte> lines = [];
        for (int left = random.Next(1, 4); left > 0; left--)
            lines.AddRange(Line(Settings.All[random.Next(Settings.All.Count)], Values[random.Next(Values.Length)]));
        return [.. lines];
    }

    public override long AllocatedBytesMax(byte[] input) => (2 << 20) + (4096L * input.Length);

    public override string Execute(byte[] input)
    {
        List<SettingInput> flags = [];
        Dictionary<string, string> environment = [];
        foreach (string line in Encoding.UTF8.GetString(input).Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            if (!isEnvironment) flags.Add(new SettingInput(line[..equals], line[(equals + 1)..], "--set"));
            // These two name a file and are no settings.
            else if (line[..equals] is not "WEIR_CONFIG") environment[line[..equals]] = line[(equals + 1)..];
        }

        try
        {
            _ = ConfigurationLoader.Load(null, isEnvironment ? environment : NoEnvironment, flags);
            return $"read {flags.Count + environment.Count}";
        }
        catch (ConfigurationException e)
        {
            FuzzException.Require(e.Message.Length < 2_000, "the sentence is none");
            return Outcome.Of(e);
        }
    }

    private byte[] Line(SettingDefinition setting, string value) =>
        Encoding.UTF8.GetBytes($"{(isEnvironment ? setting.EnvironmentName : setting.Key)}={value}\n");
}
