namespace Weir.Admin.Api.Models;

public sealed record GroupMemberView(string MemberId, string? InstanceId, string ClientId, string Host);
