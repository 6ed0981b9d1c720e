using System.Text.Json.Serialization;
using Weir.Admin.Alarms;
using Weir.Admin.Api.Models;
using Weir.Admin.Http;
using Weir.Admin.Rates;

namespace Weir.Admin;

/// <summary>Every body of the API, so that serializing needs no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(IReadOnlyList<OverviewSample>))]
[JsonSerializable(typeof(CommitView))]
[JsonSerializable(typeof(Page<LagView>))]
[JsonSerializable(typeof(List<NamespaceView>))]
[JsonSerializable(typeof(Page<TopicView>))]
[JsonSerializable(typeof(TopicDetail))]
[JsonSerializable(typeof(IReadOnlyList<PartitionView>))]
[JsonSerializable(typeof(Page<QueueView>))]
[JsonSerializable(typeof(QueueDetail))]
[JsonSerializable(typeof(Page<ExchangeView>))]
[JsonSerializable(typeof(IReadOnlyList<BindingView>))]
[JsonSerializable(typeof(Page<BindingView>))]
[JsonSerializable(typeof(Page<PolicyView>))]
[JsonSerializable(typeof(Page<GroupView>))]
[JsonSerializable(typeof(GroupDetail))]
[JsonSerializable(typeof(Page<ConnectionView>))]
[JsonSerializable(typeof(IReadOnlyList<ChannelView>))]
[JsonSerializable(typeof(Page<ChannelView>))]
[JsonSerializable(typeof(Page<ConsumerView>))]
[JsonSerializable(typeof(IReadOnlyList<Alarm>))]
[JsonSerializable(typeof(TopicRequest))]
[JsonSerializable(typeof(QueueRequest))]
[JsonSerializable(typeof(ExchangeRequest))]
[JsonSerializable(typeof(BindingRequest))]
[JsonSerializable(typeof(PolicyRequest))]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(PublishReply))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(TraceView))]
[JsonSerializable(typeof(TraceList))]
[JsonSerializable(typeof(RedriveRequest))]
[JsonSerializable(typeof(RedriveReply))]
[JsonSerializable(typeof(PurgeReply))]
[JsonSerializable(typeof(GroupResetRequest))]
[JsonSerializable(typeof(DrainRequest))]
[JsonSerializable(typeof(Page<UserView>))]
[JsonSerializable(typeof(UserRequest))]
internal sealed partial class AdminJson : JsonSerializerContext;
