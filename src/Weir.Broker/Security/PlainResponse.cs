using System.Text;

namespace Weir.Broker.Security;

/// <summary>The one message of SASL's PLAIN (RFC 4616): authorisation identity NUL user NUL password.</summary>
public static class PlainResponse
{
    public static bool TryRead(ReadOnlySpan<byte> response, out string user, out string password)
    {
        user = password = "";
        int first = response.IndexOf((byte)0);
        if (first < 0) return false;
        ReadOnlySpan<byte> rest = response[(first + 1)..];
        int second = rest.IndexOf((byte)0);
        if (second < 0) return false;
        user = Encoding.UTF8.GetString(rest[..second]);
        password = Encoding.UTF8.GetString(rest[(second + 1)..]);
        return true;
    }
}
