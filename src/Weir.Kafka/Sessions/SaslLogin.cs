using System.Net;
using Weir.Broker.Security;
using Weir.Broker.Sessions;
using Weir.Kafka.Wire;

namespace Weir.Kafka.Sessions;

/// <summary>
/// How a connection's client logs in (KIP-43, KIP-152): a handshake picks the mechanism, then one or two rounds of
/// SaslAuthenticate. While there are no users nobody has to, and nobody can. A failed login ends the connection behind
/// its answer.
/// </summary>
internal sealed class SaslLogin
{
    private static readonly string[] MechanismNames = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    private readonly KafkaServer _server;
    private readonly ClientConnection _session;
    private readonly string _namespace;
    private readonly EndPoint? _remote;
    private string? _mechanism;
    private ScramExchange? _scram;

    public SaslLogin(KafkaServer server, ClientConnection session, string ns, EndPoint? remote)
    {
        _server = server;
        _session = session;
        _namespace = ns;
        _remote = remote;
        IsRequired = !server.Broker.Users.IsOpen;
        session.IsOpen = !IsRequired;
        Access = new AccessCache(server.Broker.Users, null, ns);
    }

    public static IReadOnlyList<string> Mechanisms => MechanismNames;

    /// <summary>What the client may do; nothing before it has logged in, if it has to.</summary>
    public AccessCache Access { get; private set; }

    public bool IsRequired { get; }

    public bool IsDone { get; private set; }

    public bool HasFailed { get; private set; }

    /// <summary>The client's next frame is a message of the mechanism, not a request.</summary>
    public bool TakesBareMessage { get; private set; }

    /// <summary>Only what leads to a login is served before it.</summary>
    public bool MayServe(ApiKey key) =>
        !IsRequired || IsDone || key is ApiKey.ApiVersions or ApiKey.SaslHandshake or ApiKey.SaslAuthenticate;

    public KafkaError Choose(string mechanism, bool withBareMessages)
    {
        if (!IsRequired || IsDone || _scram is not null) return KafkaError.IllegalSaslState;
        if (!Mechanisms.Contains(mechanism)) return KafkaError.UnsupportedSaslMechanism;
        _mechanism = mechanism;
        TakesBareMessage = withBareMessages;
        return KafkaError.None;
    }

    /// <summary>Takes the client's next message; gives an error or what to answer.</summary>
    public async ValueTask<(KafkaError Error, byte[] Answer)> AuthenticateAsync(
        byte[] message, CancellationToken cancel)
    {
        if (_mechanism is null || IsDone) return (Fail(KafkaError.IllegalSaslState), []);
        if (_mechanism == MechanismNames[0]) return (await PlainAsync(message, cancel), []);
        _scram ??= _server.Broker.Logins.BeginScram(
            _mechanism == MechanismNames[1] ? ScramMechanism.Sha256 : ScramMechanism.Sha512, _remote);
        byte[]? answer = _scram.Answer(message);
        if (answer is null) return (Refuse(_scram.User, LoginOutcome.Refused), []);
        if (_scram.IsAccepted) Accept(_scram.User);
        return (KafkaError.None, answer);
    }

    private async ValueTask<KafkaError> PlainAsync(byte[] message, CancellationToken cancel)
    {
        if (!PlainResponse.TryRead(message, out string user, out string password))
            return Refuse("", LoginOutcome.Refused);
        LoginOutcome outcome = await _server.Broker.Logins.LoginAsync(user, password, _remote, cancel);
        if (outcome != LoginOutcome.Accepted) return Refuse(user, outcome);
        Accept(user);
        return KafkaError.None;
    }

    private void Accept(string user)
    {
        IsDone = true;
        TakesBareMessage = false;
        Access = new AccessCache(_server.Broker.Users, user, _namespace);
        _session.User = user;
        _session.IsOpen = true;
    }

    private KafkaError Refuse(string user, LoginOutcome outcome)
    {
        _server.Logger.LoginFailed(_remote, user, outcome);
        return Fail(KafkaError.SaslAuthenticationFailed);
    }

    private KafkaError Fail(KafkaError error)
    {
        HasFailed = true;
        return error;
    }
}
