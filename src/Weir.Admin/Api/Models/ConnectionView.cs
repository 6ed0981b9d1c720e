namespace Weir.Admin.Api.Models;

/// <summary>Waits for <c>client</c>, <c>records</c>, <c>room</c> (memory) or <c>nothing</c>: it is at work.</summary>
public sealed record ConnectionView(
    long Id,
    string Protocol,
    string Peer,
    string Namespace,
    string User,
    string ClientId,
    string Product,
    string State,
    string WaitsFor,
    long ConnectedMs,
    int Channels,
    long BytesReceived,
    long BytesSent,
    long Published,
    long Delivered);
