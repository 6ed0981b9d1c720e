namespace Weir.Broker.Security;

/// <summary>The hash of a SCRAM exchange. Stored, and the numbers that Kafka's requests carry.</summary>
public enum ScramMechanism : byte
{
    Sha256 = 1,
    Sha512 = 2,
}
