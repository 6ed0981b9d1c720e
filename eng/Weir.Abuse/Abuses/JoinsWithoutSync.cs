using Weir.Kafka.Wire;

namespace Weir.Abuse.Abuses;

/// <summary>Members that join groups and never sync; each on a connection of its own that then stays silent.</summary>
internal sealed class JoinsWithoutSync : IAbuse
{
    private const int Groups = 20;
    private const int Members = 10;

    public string Name => "joins without sync";

    public string Run(AbuseContext context)
    {
        List<KafkaPeer> peers = [];
        for (int i = 0; i < Groups * Members; i++)
        {
            var peer = new KafkaPeer(context.Broker);
            peers.Add(peer);
            peer.Send(
                new JoinGroupRequest
                {
                    GroupId = $"abused-{i % Groups}",
                    SessionTimeoutMs = 6_000,
                    RebalanceTimeoutMs = 60_000,
                    MemberId = "",
                    ProtocolType = "consumer",
                    Protocols = [new() { Name = "range", Metadata = new byte[1_000] }],
                },
                3);
        }

        Thread.Sleep(context.Hold);
        peers.ForEach(static peer => peer.Dispose());
        return $"{Groups} groups, {peers.Count} members";
    }
}
