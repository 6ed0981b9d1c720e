namespace Weir.Admin.Api.Models;

public sealed record PurgeReply(long Purged);
