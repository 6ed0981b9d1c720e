namespace Weir.Fuzz.Tests.Engine;

/// <summary>An input that broke a promise. <paramref name="Site"/> tells failures of one cause from others.</summary>
internal sealed record FuzzFailure(string Target, string Site, string Reason, byte[] Input);
