namespace Weir.Admin.Api.Models;

public sealed record ConsumerView(
    string Namespace,
    string Queue,
    string Tag,
    long? Connection,
    string Peer,
    int Channel,
    int Prefetch,
    int Unsettled,
    int Priority,
    bool SettlesItself,
    bool IsExclusive);
