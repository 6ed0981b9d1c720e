namespace Weir.Hosting.Configuration;

/// <summary>What clients are told to connect to; a null endpoint stands for the address they came in by.</summary>
public readonly record struct AdvertisedAddress(Endpoint? Endpoint);
