using System.Text;
using Weir.Amqp.Wire;
using Weir.Broker.Security;

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
        if (mechanism.SequenceEqual("PLAIN"u8)) return PlainResponse.TryRead(response, out user, out password);
        if (!mechanism.SequenceEqual("AMQPLAIN"u8)) return false;
        if (!FieldTableReader.TryFind(response, "LOGIN"u8, out FieldView login)) return false;
        if (!FieldTableReader.TryFind(response, "PASSWORD"u8, out FieldView secret)) return false;
        if (!login.TryGetLongString(out var name) || !secret.TryGetLongString(out var word)) return false;
        user = Encoding.UTF8.GetString(name);
        password = Encoding.UTF8.GetString(word);
        return true;
    }
}
