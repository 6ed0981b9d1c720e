namespace Weir.Client;

/// <summary>Who the command line is to a broker that has users.</summary>
internal sealed record Login(string User, string Password)
{
    /// <summary>Without the password, so that it gets into no message.</summary>
    public override string ToString() => User;
}
