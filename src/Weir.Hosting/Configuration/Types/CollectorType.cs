using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>The address of a collector, or off.</summary>
internal sealed class CollectorType : SettingType<CollectorAddress>
{
    public override string Name => "URL | off";

    public override string Allowed => "http:// or https:// with host and port (as in http://127.0.0.1:4318), or off";

    public override bool TryParse(string text, [NotNullWhen(true)] out CollectorAddress value)
    {
        value = default;
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase)) return true;
        bool isUrl = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.UserInfo.Length == 0;
        if (isUrl) value = new CollectorAddress(url);
        return isUrl;
    }
}
