using System.Globalization;
using System.Text;

namespace Weir.Hosting.Configuration;

/// <summary>The settings as people read them: in the help of the command line and in docs/configuration.md.</summary>
public static class ConfigurationText
{
    private const string Introduction =
        """
        # Configuration

        <!-- Made from the table in src/Weir.Hosting/Configuration/Settings.cs; a test says how to renew it. -->

        Settings come from three places, and the later wins:

        1. a YAML file, named by `weir serve --config FILE` or by the variable `WEIR_CONFIG`;
        2. environment variables: `WEIR_` and the key in capitals with `_` for the dot, so `WEIR_KAFKA_LISTEN`;
        3. flags: `--data`, `--kafka`, `--amqp`, `--http`, and `--set KEY=VALUE` for every setting.

        An unknown key, a value that is not allowed or a file that cannot be read stops the start with one sentence that
        says where it is and what is allowed. In the file, sections may be nested or keys written with dots:

        ```yaml
        data: /var/lib/weir
        kafka:
          listen: [127.0.0.1:9092, "[::1]:9092"]
          default_partitions: 4
        storage.memory_bytes_max: 512MiB
        amqp.listen: off
        ```

        Sizes are bytes, or a number with `KiB`, `MiB`, `GiB` or `TiB`. A listener is `off` or one or more `HOST:PORT`;
        port `0` takes any free port.

        """;

    /// <summary>The list of settings for <c>weir serve --help</c>.</summary>
    public static string Help()
    {
        StringBuilder text = new();
        text.AppendLine("Settings, from the configuration file, the environment (WEIR_KAFKA_LISTEN is kafka.listen),");
        text.AppendLine("and flags or --set KEY=VALUE, of which the later wins:");
        foreach (SettingDefinition setting in Settings.All)
        {
            text.AppendLine(Invariant($"  {setting.Key,-34} {setting.TypeName}, default {setting.DefaultText}"));
            text.AppendLine(Invariant($"      {setting.Doc}"));
        }

        return text.ToString();
    }

    /// <summary>The whole of docs/configuration.md; a test holds the file to it.</summary>
    public static string Document()
    {
        StringBuilder text = new(Introduction.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, SettingDefinition> section in Settings.All.GroupBy(setting => setting.Section))
        {
            text.Append(Invariant($"\n## {section.Key}\n"));
            foreach (SettingDefinition setting in section)
                AppendEntry(text, setting);
        }

        return text.ToString();
    }

    private static void AppendEntry(StringBuilder text, SettingDefinition setting)
    {
        text.Append(Invariant($"\n### {setting.Key}\n\n{setting.Doc}\n\n"));
        text.Append(Invariant($"- Type: `{setting.TypeName}`\n- Default: `{setting.DefaultText}`\n"));
        text.Append(Invariant($"- Allowed: {setting.Allowed}\n- Environment: `{setting.EnvironmentName}`\n"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
