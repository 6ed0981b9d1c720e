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
    Ended,
}
