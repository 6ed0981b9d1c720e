namespace Weir.Admin.Api.Models;

public sealed record QueueDetail(
    QueueView Queue, QueueLimits Limits, IReadOnlyList<ConsumerView> Consumers, IReadOnlyList<BindingView> Bindings);
