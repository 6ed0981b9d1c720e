namespace Weir.Admin.Api.Models;

public sealed record ChannelView(
    long Connection, int Number, string Namespace, string Peer, string User, string Mode, int Prefetch, int Limit,
    int Unsettled, int Consumers);
