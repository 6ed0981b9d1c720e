using System.Diagnostics.CodeAnalysis;

namespace Weir.Hosting.Configuration.Types;

/// <summary>Where a protocol listens: endpoints with commas between them, or off, which is the empty list.</summary>
internal sealed class EndpointsType : SettingType<IReadOnlyList<Endpoint>>
{
    private const int EndpointsMax = 64;

    public override string Name => "HOST:PORT[,...] | off";

    public override string Allowed =>
        "HOST:PORT (as in 127.0.0.1:9092 or [::1]:9092, port 0 for any), several with commas between them, or off";

    public override bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<Endpoint>? value)
    {
        value = [];
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
            return true;

        string[] parts = text.Split(',', EndpointsMax + 1, StringSplitOptions.TrimEntries);
        if (parts.Length > EndpointsMax)
            return false;

        List<Endpoint> endpoints = [];
        foreach (string part in parts)
        {
            if (!Endpoint.TryParse(part, out Endpoint endpoint))
                return false;
            endpoints.Add(endpoint);
        }

        value = endpoints;
        return true;
    }
}
