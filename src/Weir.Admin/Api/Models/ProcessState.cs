namespace Weir.Admin.Api.Models;

public sealed record ProcessState(int Processors, long WorkingSetBytes, long ManagedBytes, int Collections);
