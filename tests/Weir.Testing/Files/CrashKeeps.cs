namespace Weir.Testing.Files;

/// <summary>What a power loss leaves of what was not synced.</summary>
public enum CrashKeeps
{
    /// <summary>Any part of it.</summary>
    Anything,

    Nothing,

    /// <summary>All of it: the end of the process rather than of the power.</summary>
    Everything,
}
