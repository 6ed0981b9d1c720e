using System.Security.Cryptography;
using System.Text;

namespace Weir.Broker.Security;

/// <summary>
/// What is kept of a password (RFC 5802, section 3): enough to check who claims to know it, in SCRAM or in plain, and
/// not enough to log in elsewhere. SaltedPassword = PBKDF2-HMAC(password, salt, iterations); StoredKey =
/// H(HMAC(SaltedPassword, "Client Key")); ServerKey = HMAC(SaltedPassword, "Server Key"). Passwords are taken as UTF-8
/// without preparation.
/// </summary>
public sealed class ScramVerifier
{
    /// <summary>Of a password that is set here.</summary>
    public const int IterationsDefault = 100_000;

    /// <summary>Of a verifier that a client brings ready made.</summary>
    public const int IterationsMin = 4096;

    public const int IterationsMax = 1_000_000;

    private const int SaltBytes = 16;

    public ScramVerifier(ScramMechanism mechanism, int iterations, byte[] salt, byte[] storedKey, byte[] serverKey)
    {
        Mechanism = mechanism;
        Iterations = iterations;
        Salt = salt;
        StoredKey = storedKey;
        ServerKey = serverKey;
    }

    public ScramMechanism Mechanism { get; }

    public int Iterations { get; }

    public ReadOnlyMemory<byte> Salt { get; }

    public ReadOnlyMemory<byte> StoredKey { get; }

    public ReadOnlyMemory<byte> ServerKey { get; }

    /// <summary>Of a password, with a salt of its own. Takes some hundredths of a second, on purpose.</summary>
    public static ScramVerifier Of(ScramMechanism mechanism, string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return OfSalted(
            mechanism, IterationsDefault, salt, SaltedPassword(mechanism, password, salt, IterationsDefault));
    }

    /// <summary>Of a password that a client has salted itself.</summary>
    public static ScramVerifier OfSalted(
        ScramMechanism mechanism, int iterations, byte[] salt, ReadOnlySpan<byte> salted) => new(
        mechanism, iterations, salt, Hash(mechanism, Hmac(mechanism, salted, "Client Key"u8)),
        Hmac(mechanism, salted, "Server Key"u8));

    /// <summary>Takes as long as making one.</summary>
    public bool Matches(string password)
    {
        byte[] salted = SaltedPassword(Mechanism, password, Salt.Span, Iterations);
        byte[] storedKey = Hash(Mechanism, Hmac(Mechanism, salted, "Client Key"u8));
        return CryptographicOperations.FixedTimeEquals(storedKey, StoredKey.Span);
    }

    internal static int HashBytes(ScramMechanism mechanism) =>
        mechanism == ScramMechanism.Sha256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes;

    internal static byte[] Hmac(ScramMechanism mechanism, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) =>
        mechanism == ScramMechanism.Sha256 ? HMACSHA256.HashData(key, data) : HMACSHA512.HashData(key, data);

    internal static byte[] Hash(ScramMechanism mechanism, ReadOnlySpan<byte> data) =>
        mechanism == ScramMechanism.Sha256 ? SHA256.HashData(data) : SHA512.HashData(data);

    private static byte[] SaltedPassword(
        ScramMechanism mechanism, string password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, iterations,
            mechanism == ScramMechanism.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512,
            HashBytes(mechanism));
}
