using System.Text;
using Weir.Amqp.Wire;

namespace Weir.Amqp.Sessions;

/// <summary>Reads the user and password of a start-ok response.</summary>
internal static class Credentials
{
    public static ReadOnlySpan<byte> Mechanisms => "PLAIN AMQPLAIN"u8;

    /// <summary>
    /// False when the mechanism is none of <see cref="Mechanisms"/>, or the response not of its form.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> mechanism, ReadOnlySpan<byte> response, out string user, out string password)
    {
        user = password = "";
        if (mechanism.SequenceEqual("PLAIN"u8)) return TryReadPlain(response, ref user, ref password);
        if (!mechanism.SequenceEqual("AMQPLAIN"u8)) return false;
        if (!FieldTableReader.TryFind(response, "LOGIN"u8, out FieldView login)) return false;
        if (!FieldTableReader.TryFind(response, "PASSWORD"u8, out FieldView secret)) return false;
        if (!login.TryGetLongString(out var name) || !secret.TryGetLongString(out var word)) return false;
        user = Encoding.UTF8.GetString(name);
        password = Encoding.UTF8.GetString(word);
        return true;
    }

    /// <summary>RFC 4616: authorisation identity NUL user NUL password.</summary>
    private static bool TryReadPlain(ReadOnlySpan<byte> response, ref string user, ref string password)
    {
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
