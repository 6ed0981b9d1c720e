namespace Weir.Admin.Api.Models;

public sealed record ObjectCounts(
    int Namespaces, int Topics, int Queues, int Exchanges, int Groups, int Connections, int Channels, int Consumers);
