namespace Weir.Hosting.Configuration;

/// <summary>The section <c>retention</c>; -1 stands for no limit.</summary>
public sealed class RetentionOptions
{
    private readonly SettingValues _values;

    internal RetentionOptions(SettingValues values) => _values = values;

    public long DefaultMs => _values.Get(Settings.RetentionDefaultMs);

    public long DefaultBytes => _values.Get(Settings.RetentionDefaultBytes);

    public int CheckIntervalMs => (int)_values.Get(Settings.RetentionCheckIntervalMs);
}
