using System.Text;
using Weir.Broker.Namespaces;
using Weir.Broker.Queues;
using Weir.Broker.Routing;
using Weir.Broker.Security;
using Weir.Broker.Topics;
using Weir.Fuzz.Tests.Engine;
using Weir.Storage;
using Weir.Storage.Logs;

namespace Weir.Fuzz.Tests.Targets;

/// <summary>
/// Values of catalog entries: topics, queues, exchanges, bindings, policies, users, namespaces. The input's first octet
/// is the kind. What was decoded is encoded, and that decodes and encodes as the same.
/// </summary>
internal sealed class DiskRecords : FuzzTarget
{
    // An administrator with a password and permissions, from the golden bytes of users.
    private const string User =
        "01010D61646D696E6973747261746F7201020010000000000000020102020304020506" + "01"
        + "012F" + "015E" + "022E2A" + "00";

    private static readonly Func<byte[], byte[]>[] Kinds =
    [
        static bytes => TopicRecord.Decode("topic///t", bytes).Encode(),
        static bytes => QueueRecord.Encode(QueueRecord.Decode("queue///q", bytes).Options),
        static bytes => ExchangeDefinition.Decode("exchange/x", bytes).Encode(),
        static bytes => Binding.Decode("binding/b", bytes).Encode(),
        static bytes => Policy.Decode("policy/p", bytes).Encode(),
        static bytes => UserRecord.Encode(UserRecord.Decode("user/u", bytes)),
        static bytes => NamespaceRecord.Encode(NamespaceRecord.Decode("namespace/n", bytes)),
    ];

    public override string Name => "disk-records";

    public override IEnumerable<byte[]> Seeds()
    {
        yield return [0, .. new TopicRecord(
            "ns", "t", new Guid(7, 7, 7, new byte[8]), TopicKind.Queue, [PartitionId.Create(new ShardId(3), 0x21)],
            new Dictionary<string, string> { ["retention.ms"] = "100" }).Encode()];
        yield return [1, .. QueueRecord.Encode(new QueueOptions
        {
            MessageTtlMs = 5, DeadLetterExchange = "dlx", DeadLetterRoutingKey = "k", LengthMax = 9, PriorityMax = 3,
            Overflow = QueueOverflow.DropHead, DeduplicationWindowMs = 7, Declaration = new byte[] { 1, 2, 3 },
        })];
        var arguments = Arguments.Of(
            ("x-match", ArgumentValue.Of("any")), ("truth", ArgumentValue.Of(true)),
            ("list", ArgumentValue.OfList([ArgumentValue.Of(7L), ArgumentValue.Of(0.5), ArgumentValue.Null])));
        yield return [2, .. new ExchangeDefinition("/", "x", ExchangeType.Headers) { Arguments = arguments }.Encode()];
        yield return [4, .. new Policy("/", "p", "^q", PolicyTarget.Queues, 3, arguments).Encode()];
        yield return [5, .. Convert.FromHexString(User)];
        yield return [6, 1, 9];
        yield return [3, 1, .. new byte[40]];
        yield return [3, 1, 0, 0, 1, (byte)'/', 1, (byte)'x', 1, (byte)'q', .. new byte[24]];
        yield return [2, .. Encoding.UTF8.GetBytes("\u0001\u0001\u0001")];
    }

    // A user's patterns are compiled, here twice: up to 180 KB a character, where 128 are different.
    public override long AllocatedBytesMax(byte[] input) => (16 << 20) + ((448L << 10) * input.Length);

    public override string Execute(byte[] input)
    {
        if (input.Length == 0) return "empty";
        int kind = input[0] % Kinds.Length;
        byte[] written;
        try
        {
            written = Kinds[kind](input[1..]);
        }
        catch (DamagedDataException e)
        {
            return $"{kind} {Outcome.Of(e)}";
        }

        FuzzException.Require(
            Kinds[kind](written).AsSpan().SequenceEqual(written), $"kind {kind}: what was encoded decodes as another");
        return $"{kind} read {int.Log2(written.Length + 1)}";
    }
}
