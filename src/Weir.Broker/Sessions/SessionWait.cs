namespace Weir.Broker.Sessions;

/// <summary>What a session waits for, in the words of an operator who asks why nothing happens.</summary>
public enum SessionWait : byte
{
    /// <summary>It is serving a request.</summary>
    Nothing,

    /// <summary>The client's next request.</summary>
    Client,

    /// <summary>Records at the end of what the client reads.</summary>
    Records,

    /// <summary>Memory for records that no checkpoint has copied yet.</summary>
    Room,
}
