namespace Weir.Hosting.Configuration;

/// <summary>
/// One setting as somebody wrote it. <paramref name="Source"/> is what an error names so that the writer finds it:
/// <c>weir.yaml:12</c>, <c>WEIR_KAFKA_LISTEN</c> or <c>--kafka</c>.
/// </summary>
public readonly record struct SettingInput(string Key, string Value, string Source);
