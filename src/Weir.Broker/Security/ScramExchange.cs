using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Broker.Security;

/// <summary>
/// The server's side of one SCRAM exchange without channel binding (RFC 5802, RFC 7677): two messages in, two out. For
/// a user that does not exist it goes on as for one that does, with a salt that is always the same for that name, and
/// fails at the end.
/// </summary>
public sealed class ScramExchange
{
    private const int MessageBytesMax = 8192;
    private const int NonceBytes = 18;
    private const int SaltBytes = 16;

    private readonly UserRegistry _users;
    private readonly LoginThrottle _throttle;
    private readonly byte[] _secret;
    private readonly ScramMechanism _mechanism;
    private readonly EndPoint? _remote;
    private string _clientFirst = "";
    private string _serverFirst = "";
    private string _header = "";
    private string _nonce = "";
    private ScramVerifier? _verifier;

    internal ScramExchange(
        UserRegistry users, LoginThrottle throttle, byte[] secret, ScramMechanism mechanism, EndPoint? remote)
    {
        _users = users;
        _throttle = throttle;
        _secret = secret;
        _mechanism = mechanism;
        _remote = remote;
    }

    /// <summary>Whom the client says it is; empty before its first message.</summary>
    public string User { get; private set; } = "";

    /// <summary>Set once the client has shown that it knows the password.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>Answers a message of the client; null when it is refused, and the exchange is over then.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> message)
    {
        if (message.Length > MessageBytesMax || IsAccepted) return null;
        string text = Encoding.UTF8.GetString(message);
        string? answer = _serverFirst.Length == 0 ? First(text) : Final(text);
        return answer is null ? null : Encoding.UTF8.GetBytes(answer);
    }

    /// <summary>"n,[a=identity],n=user,r=nonce[,extensions]"; only "n" and "y" ask for no channel binding.</summary>
    private string? First(string message)
    {
        string[] parts = message.Split(',', 5);
        if (parts.Length < 4 || parts[0] is not ("n" or "y") || !parts[2].StartsWith("n=", StringComparison.Ordinal)
            || !parts[3].StartsWith("r=", StringComparison.Ordinal) || parts[3].Length == 2)
            return null;
        if (Unescape(parts[2][2..]) is not { } user) return null;
        if (parts[1].Length > 0 && parts[1] != "a=" + parts[2][2..]) return null;
        User = user;
        if (_throttle.IsExhausted(user, _remote)) return null;
        _header = $"{parts[0]},{parts[1]},";
        _clientFirst = message[_header.Length..];
        _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        _verifier = _users.Find(user)?.VerifierFor(_mechanism);
        byte[] salt = _verifier?.Salt.ToArray()
            ?? HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(user))[..SaltBytes];
        int iterations = _verifier?.Iterations ?? ScramVerifier.IterationsDefault;
        return _serverFirst = $"{parts[3]}{_nonce},s={Convert.ToBase64String(salt)},i={iterations}";
    }

    /// <summary>
    /// "c=header,r=nonce[,extensions],p=proof". As with Kafka, a nonce that ends with the server's part will do:
    /// librdkafka before 2.2 repeats its own in front. The proof covers what was sent.
    /// </summary>
    private string? Final(string message)
    {
        int proofAt = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0) return null;
        string withoutProof = message[..proofAt];
        string[] parts = withoutProof.Split(',', 3);
        string header = "c=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(_header));
        bool isRight = parts.Length >= 2 && parts[0] == header && parts[1].StartsWith("r=", StringComparison.Ordinal)
            && parts[1].EndsWith(_nonce, StringComparison.Ordinal)
            && Proves(message[(proofAt + 3)..], $"{_clientFirst},{_serverFirst},{withoutProof}");
        if (!isRight || _throttle.IsExhausted(User, _remote))
        {
            _throttle.Fail(User, _remote);
            return null;
        }

        _throttle.Succeed(User, _remote);
        IsAccepted = true;
        byte[] signature = ScramVerifier.Hmac(
            _mechanism, _verifier!.ServerKey.Span,
            Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{withoutProof}"));
        return "v=" + Convert.ToBase64String(signature);
    }

    /// <summary>ClientProof is ClientKey XOR HMAC(StoredKey, AuthMessage), and H(ClientKey) is StoredKey.</summary>
    private bool Proves(string proofText, string authMessage)
    {
        int bytes = ScramVerifier.HashBytes(_mechanism);
        Span<byte> proof = stackalloc byte[bytes];
        if (_verifier is null || proofText.Length > bytes * 2
            || !Convert.TryFromBase64String(proofText, proof, out int written) || written != bytes)
            return false;
        byte[] signature =
            ScramVerifier.Hmac(_mechanism, _verifier.StoredKey.Span, Encoding.UTF8.GetBytes(authMessage));
        for (int i = 0; i < bytes; i++) proof[i] ^= signature[i];
        return CryptographicOperations.FixedTimeEquals(
            ScramVerifier.Hash(_mechanism, proof), _verifier.StoredKey.Span);
    }

    /// <summary>A comma and an equals sign are written =2C and =3D; null for any other use of the sign.</summary>
    private static string? Unescape(string name)
    {
        string plain = name.Replace("=2C", ",", StringComparison.Ordinal);
        string[] parts = plain.Split("=3D");
        return parts.Any(static p => p.Contains('=', StringComparison.Ordinal)) ? null : string.Join('=', parts);
    }
}
