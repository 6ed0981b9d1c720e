namespace Weir.Amqp.Sessions;

/// <summary>What the connection expects next.</summary>
internal enum ConnectionPhase : byte
{
    Header,
    StartOk,
    TuneOk,
    Open,
    Running,

    /// <summary>The server closed it; everything is ignored but the client's agreement.</summary>
    Closing,

    /// <summary>The client closed it and has its answer; what it still had on its way is not looked at.</summary>
    Draining,
    Ended,
}
