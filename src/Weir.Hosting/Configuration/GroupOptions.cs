namespace Weir.Hosting.Configuration;

/// <summary>The section <c>groups</c>: consumer groups, whatever protocol their members speak.</summary>
public sealed class GroupOptions
{
    private readonly SettingValues _values;

    internal GroupOptions(SettingValues values) => _values = values;

    public int SessionTimeoutMsMin => (int)_values.Get(Settings.GroupsSessionTimeoutMsMin);

    public int SessionTimeoutMsMax => (int)_values.Get(Settings.GroupsSessionTimeoutMsMax);

    public int InitialRebalanceDelayMs => (int)_values.Get(Settings.GroupsInitialRebalanceDelayMs);

    public int MembersMax => (int)_values.Get(Settings.GroupsMembersMax);

    public long OffsetsRetentionMs => _values.Get(Settings.GroupsOffsetsRetentionMs);
}
