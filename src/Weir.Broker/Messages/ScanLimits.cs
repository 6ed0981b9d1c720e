namespace Weir.Broker.Messages;

/// <summary>How far one scan may go before it says how far it came.</summary>
public sealed record ScanLimits(int MatchesMax, long RecordsMax, long BytesMax, TimeSpan TimeMax)
{
    public static readonly ScanLimits Default = new(100, 200_000, 64L << 20, TimeSpan.FromSeconds(2));
}
