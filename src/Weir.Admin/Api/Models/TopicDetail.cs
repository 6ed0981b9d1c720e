namespace Weir.Admin.Api.Models;

public sealed record TopicDetail(
    TopicView Topic, IReadOnlyList<PartitionView> Partitions, IReadOnlyList<SettingView> Settings,
    IReadOnlyList<BindingView> Bindings);
