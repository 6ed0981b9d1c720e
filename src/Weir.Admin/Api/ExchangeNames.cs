namespace Weir.Admin.Api;

/// <summary>The default exchange has no name, which no path can say.</summary>
internal static class ExchangeNames
{
    public const string Default = "amq.default";

    public static string FromPath(string name) => name == Default ? "" : name;
}
