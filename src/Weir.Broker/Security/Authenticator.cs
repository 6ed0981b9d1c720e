using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Broker.Security;

/// <summary>
/// Lets users in by their password, the same for every protocol. A wrong name costs and tells as much as a wrong
/// password; both count against user and address. Deriving a key is slow on purpose, so only half of the processors do
/// it at once, and a password that was right is known again by a keyed hash in memory.
/// </summary>
public sealed class Authenticator : IDisposable
{
    private static readonly ScramVerifier NobodysVerifier = new(
        ScramMechanism.Sha256, ScramVerifier.IterationsDefault, new byte[16], new byte[32], new byte[32]);

    private readonly UserRegistry _users;
    private readonly LoginThrottle _throttle;
    private readonly SemaphoreSlim _deriving = new(Math.Max(1, Environment.ProcessorCount / 2));

    // Made for the first login: a broker that nobody logs in to does without OpenSSL, which takes 5 MB.
    private readonly Lazy<byte[]> _proofKey = new(static () => RandomNumberGenerator.GetBytes(32));

    internal Authenticator(UserRegistry users, TimeProvider time)
    {
        _users = users;
        _throttle = new LoginThrottle(time);
    }

    /// <param name="name">The user.</param>
    /// <param name="password">As it was sent.</param>
    /// <param name="remote">Where it came from; null is this process.</param>
    /// <param name="cancel">Ends the wait for a turn.</param>
    public async ValueTask<LoginOutcome> LoginAsync(
        string name, string password, EndPoint? remote, CancellationToken cancel)
    {
        if (_throttle.IsExhausted(name, remote)) return LoginOutcome.Throttled;
        User? user = _users.Find(name);
        byte[] proof = HMACSHA256.HashData(_proofKey.Value, Encoding.UTF8.GetBytes(password));
        bool isRight = user?.Proof is { } known && CryptographicOperations.FixedTimeEquals(proof, known);
        if (!isRight)
        {
            await _deriving.WaitAsync(cancel);
            try
            {
                // Those that waited behind others which failed are not looked at either.
                if (_throttle.IsExhausted(name, remote)) return LoginOutcome.Throttled;
                isRight = Verify(user, password);
                if (isRight) user!.Proof = proof;
                else _throttle.Fail(name, remote);
            }
            finally
            {
                _deriving.Release();
            }
        }

        if (isRight) _throttle.Succeed(name, remote);
        return isRight ? LoginOutcome.Accepted : LoginOutcome.Refused;
    }

    /// <summary>A SCRAM exchange with a client at <paramref name="remote"/>.</summary>
    public ScramExchange BeginScram(ScramMechanism mechanism, EndPoint? remote) =>
        new(_users, _throttle, _proofKey.Value, mechanism, remote);

    public void Dispose() => _deriving.Dispose();

    private static bool Verify(User? user, string password)
    {
        ScramVerifier? verifier = user is { Verifiers: [var first, ..] } ? first : null;
        return (verifier ?? NobodysVerifier).Matches(password) && verifier is not null;
    }
}
