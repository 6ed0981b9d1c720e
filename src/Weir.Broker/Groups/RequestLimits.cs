using System.Text;

namespace Weir.Broker.Groups;

/// <summary>What can be refused without looking at any group.</summary>
internal sealed class RequestLimits(GroupOptions options)
{
    public GroupError Check(JoinRequest request)
    {
        var error = CheckGroupId(request.GroupId);
        if (error != GroupError.None)
            return error;
        var isShort = Fits(request.MemberId) && Fits(request.InstanceId) && Fits(request.ClientId)
            && Fits(request.ClientHost) && Fits(request.ProtocolType);
        if (!isShort)
            return GroupError.LimitExceeded;
        var isInRange = request.SessionTimeoutMs >= options.SessionTimeoutMsMin
            && request.SessionTimeoutMs <= options.SessionTimeoutMsMax;
        return isInRange ? GroupError.None : GroupError.InvalidSessionTimeout;
    }

    /// <summary>Membership needs a name. Commits do without: the empty id is an old client's own group.</summary>
    public GroupError CheckGroupId(string groupId) =>
        groupId.Length > 0 && Fits(groupId) ? GroupError.None : GroupError.InvalidGroupId;

    public bool Fits(string? text) =>
        text is null
        || (text.Length <= options.StringBytesMax && Encoding.UTF8.GetByteCount(text) <= options.StringBytesMax);
}
