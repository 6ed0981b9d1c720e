namespace Weir.Hosting.Configuration;

/// <summary>The section <c>security</c>.</summary>
public sealed class SecurityOptions
{
    private readonly SettingValues _values;

    internal SecurityOptions(SettingValues values) => _values = values;

    /// <summary>The user to make at start; null for none.</summary>
    public string? Admin => _values.Get(Settings.SecurityAdmin) is { Length: > 0 } name ? name : null;

    public string AdminPasswordFile => _values.Get(Settings.SecurityAdminPasswordFile);
}
