namespace Weir.Admin.Api.Models;

public sealed record GroupDetail(
    GroupView Group, IReadOnlyList<GroupMemberView> Members, IReadOnlyList<GroupOffsetView> Offsets);
