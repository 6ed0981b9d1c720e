namespace Weir.Broker.Security;

/// <summary>Whether somebody was let in. A client is told no more than yes or no.</summary>
public enum LoginOutcome : byte
{
    Accepted,

    /// <summary>There is no such user, or the password is wrong.</summary>
    Refused,

    /// <summary>Too many attempts have failed: this one was not looked at.</summary>
    Throttled,
}
