namespace Weir.Admin.Api.Models;

public sealed record SettingView(string Name, string Value, bool IsDefault);
