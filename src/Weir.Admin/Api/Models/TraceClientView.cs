namespace Weir.Admin.Api.Models;

/// <summary>Who did something to a message; the connection is 0 where there is none that stays.</summary>
public sealed record TraceClientView(string Protocol, long Connection, string Peer, string User, string ClientId);
