using System.Text.Json.Nodes;

namespace Weir.Admin.Api.Models;

public sealed record QueueDetail(
    QueueView Queue, QueueLimits Limits, JsonObject Arguments, IReadOnlyList<ConsumerView> Consumers,
    IReadOnlyList<BindingView> Bindings);
