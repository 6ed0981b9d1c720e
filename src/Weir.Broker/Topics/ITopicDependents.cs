using Weir.Storage;

namespace Weir.Broker.Topics;

/// <summary>What is kept about topics elsewhere and goes with them, in the same change of the catalog.</summary>
internal interface ITopicDependents
{
    /// <summary>The changes that removing all about the topic takes. Nothing may change until <see cref="EndDelete"/>.</summary>
    ValueTask<IReadOnlyList<CatalogChange>> BeginDeleteAsync(Topic topic, CancellationToken cancel);

    /// <summary>Follows each <see cref="BeginDeleteAsync"/> that succeeded.</summary>
    void EndDelete(Topic topic, bool deleted);
}
