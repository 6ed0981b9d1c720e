namespace Weir.Broker.Security;

/// <summary>
/// What may be done with a thing of a name: make, change and delete it; put messages into it; take messages out of it.
/// </summary>
[Flags]
public enum Permission : byte
{
    None = 0,
    Configure = 1,
    Write = 2,
    Read = 4,
    All = Configure | Write | Read,
}
