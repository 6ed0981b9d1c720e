using Weir.Broker;
using Weir.Broker.Namespaces;

namespace Weir.Admin.Operations;

/// <summary>Making and deleting namespaces.</summary>
internal static class NamespaceOperations
{
    /// <summary>True when it was made, false when it was there.</summary>
    public static async Task<bool> MakeAsync(MessageBroker broker, string name, CancellationToken cancel)
    {
        NamespaceOutcome outcome = await broker.Namespaces.CreateAsync(name, cancel);
        if (outcome.Error == NamespaceError.AlreadyExists) return false;
        Outcomes.MustBeDone(outcome);
        return true;
    }

    /// <summary>With everything in it.</summary>
    public static async Task DeleteAsync(MessageBroker broker, string name, CancellationToken cancel) =>
        Outcomes.MustBeDone(await broker.DeleteNamespaceAsync(name, cancel));
}
