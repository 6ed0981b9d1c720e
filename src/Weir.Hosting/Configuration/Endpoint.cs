using System.Globalization;

namespace Weir.Hosting.Configuration;

/// <summary>
/// A host (address or name, an IPv6 address without its brackets) and a port. Port 0 asks for any free port.
/// </summary>
public readonly record struct Endpoint(string Host, int Port)
{
    public static bool TryParse(string text, out Endpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        endpoint = default;
        int colon = text.LastIndexOf(':');
        if (colon <= 0 ||
            !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return false;
        }

        string host = text[..colon];
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (bracketed)
            host = host[1..^1];

        // An unbracketed IPv6 address is refused: in ::1:9092 nobody can say where the port starts.
        UriHostNameType kind = Uri.CheckHostName(host);
        if (kind == UriHostNameType.Unknown || bracketed != (kind == UriHostNameType.IPv6))
            return false;

        endpoint = new Endpoint(host, port);
        return true;
    }

    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
