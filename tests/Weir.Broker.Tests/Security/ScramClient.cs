using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Broker.Security;

namespace Weir.Broker.Tests.Security;

/// <summary>A SCRAM client written from RFC 5802 alone.</summary>
internal sealed class ScramClient(ScramMechanism mechanism, string user, string password)
{
    private readonly string _bare =
        "n=" + user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)
        + ",r=fyko+d2l";

    /// <summary>What the server has to say at the end.</summary>
    public string ServerFinal { get; private set; } = "";

    public byte[] First() => Encoding.UTF8.GetBytes("n,," + _bare);

    /// <param name="changed">What the client makes of the nonce.</param>
    public byte[] Final(byte[] serverFirst, Func<string, string>? changed = null)
    {
        string first = Encoding.UTF8.GetString(serverFirst);
        string[] parts = first.Split(',');
        byte[] salt = Convert.FromBase64String(parts[1][2..]);
        int iterations = int.Parse(parts[2][2..], CultureInfo.InvariantCulture);
        bool is256 = mechanism == ScramMechanism.Sha256;
        HashAlgorithmName name = is256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, iterations, name, is256 ? 32 : 64);
        byte[] clientKey = Hmac(salted, "Client Key"u8.ToArray());
        byte[] storedKey = is256 ? SHA256.HashData(clientKey) : SHA512.HashData(clientKey);
        string withoutProof = $"c=biws,r={changed?.Invoke(parts[0][2..]) ?? parts[0][2..]}";
        byte[] auth = Encoding.UTF8.GetBytes($"{_bare},{first},{withoutProof}");
        byte[] signature = Hmac(storedKey, auth);
        byte[] proof = [.. clientKey.Select((b, i) => (byte)(b ^ signature[i]))];
        ServerFinal = "v=" + Convert.ToBase64String(Hmac(Hmac(salted, "Server Key"u8.ToArray()), auth));
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    private byte[] Hmac(byte[] key, byte[] data) =>
        mechanism == ScramMechanism.Sha256 ? HMACSHA256.HashData(key, data) : HMACSHA512.HashData(key, data);
}
