using Weir.Broker.Security;

namespace Weir.Kafka.Handlers;

/// <summary>
/// What a client may do, one bit for each operation code of Kafka's access rules, by the permissions of its user.
/// </summary>
internal static class AuthorizedOperations
{
    private const int Read = 1 << 3;
    private const int Write = 1 << 4;
    private const int Create = 1 << 5;
    private const int Delete = 1 << 6;
    private const int Alter = 1 << 7;
    private const int Describe = 1 << 8;
    private const int ClusterAction = 1 << 9;
    private const int DescribeConfigs = 1 << 10;
    private const int AlterConfigs = 1 << 11;
    private const int IdempotentWrite = 1 << 12;

    public static int Topic(AccessCache access, string name)
    {
        Permission permissions = access.Of(name);
        int operations = permissions == Permission.None ? 0 : Describe | DescribeConfigs;
        if (permissions.HasFlag(Permission.Read)) operations |= Read;
        if (permissions.HasFlag(Permission.Write)) operations |= Write;
        if (permissions.HasFlag(Permission.Configure)) operations |= Create | Delete | Alter | AlterConfigs;
        return operations;
    }

    public static int Group(AccessCache access, string name)
    {
        Permission permissions = access.Of(name);
        int operations = permissions.HasFlag(Permission.Read) ? Read | Describe : 0;
        return permissions.HasFlag(Permission.Configure) ? operations | Delete : operations;
    }

    public static int Cluster(AccessCache access) => access.IsAdministrator
        ? Create | Alter | Describe | ClusterAction | DescribeConfigs | AlterConfigs | IdempotentWrite
        : Describe | IdempotentWrite;
}
