using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>The address that clients are told to connect to; auto means the one they came in by.</summary>
internal sealed class AdvertisedType : SettingType<AdvertisedAddress>
{
    public override string Name => "HOST:PORT | auto";

    public override string Allowed =>
        "HOST:PORT with a port from 1 to 65535, or auto for the address the client came in by";

    public override bool TryParse(string text, [NotNullWhen(true)] out AdvertisedAddress value)
    {
        value = default;
        if (text.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!Endpoint.TryParse(text, out Endpoint endpoint) || endpoint.Port == 0)
            return false;

        value = new AdvertisedAddress(endpoint);
        return true;
    }
}
