namespace Weir.Admin.Api.Models;

public sealed record GroupView(string Name, string State, string ProtocolType, int Members, long Lag);
