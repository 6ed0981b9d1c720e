using System.Collections;
using Weir.KafkaGenerator.Schema;

namespace Weir.Kafka.Tests.Wire;

/// <summary>Every message of the catalogue in every version it has.</summary>
public sealed class MessageRoundTripTests
{
    private const int SeedsPerVersion = 8;

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void A_filled_message_reads_back_as_it_was_written(string name)
    {
        ForEachVersion(name, (message, codec, version) =>
        {
            for (var seed = 0; seed < SeedsPerVersion; seed++)
            {
                var original = new MessageFiller(message, version, new Random(seed)).Fill(codec.Create());
                var bytes = codec.Write(original, version);
                var copy = codec.ReadAll(bytes, version);
                MessageEquality.Check(original, copy, $"{name} v{version} seed {seed}");
                Assert.Equal(bytes, codec.Write(copy, version));
            }
        });
    }

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void A_new_message_can_be_written_in_every_version(string name)
    {
        ForEachVersion(name, (_, codec, version) =>
        {
            var original = codec.Create();
            var copy = codec.ReadAll(codec.Write(original, version), version);
            MessageEquality.Check(original, copy, $"{name} v{version}");
        });
    }

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void A_tag_from_the_future_is_passed_over(string name)
    {
        ForEachVersion(name, (message, codec, version) =>
        {
            if (!message.IsFlexible(version)) return;
            var original = codec.Create();
            var bytes = codec.Write(original, version);
            Assert.Equal(0, bytes[^1]); // no tags: their count ends the message
            bytes = [.. bytes[..^1], 1, 99, 3, 0xAA, 0xBB, 0xCC];
            MessageEquality.Check(original, codec.ReadAll(bytes, version), $"{name} v{version}");
        });
    }

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void A_value_that_the_version_would_lose_is_refused_unless_it_may_be_dropped(string name)
    {
        ForEachVersion(name, (message, codec, version) =>
        {
            foreach (var field in message.Body.Fields)
            {
                if (field.Versions.Contains(version)) continue;
                var target = codec.Create();
                SetToSomething(target, field);
                if (field.Droppable) codec.Write(target, version);
                else Assert.Throws<NotSupportedException>(() => codec.Write(target, version));
            }
        });
    }

    [Theory]
    [MemberData(nameof(WireCatalogue.MessageNames), MemberType = typeof(WireCatalogue))]
    public void A_version_outside_of_the_catalogue_is_refused(string name)
    {
        var message = WireCatalogue.Find(name);
        var codec = MessageCodec.Of(name);
        foreach (var version in new[] { message.Versions.First - 1, message.Versions.Last + 1 })
        {
            Assert.Throws<NotSupportedException>(() => codec.Write(codec.Create(), version));
            Assert.Throws<Weir.Kafka.Wire.KafkaProtocolException>(() => codec.Read(new byte[64], version, out _));
        }
    }

    private static void ForEachVersion(string name, Action<Message, MessageCodec, int> check)
    {
        var message = WireCatalogue.Find(name);
        var codec = MessageCodec.Of(name);
        for (var version = message.Versions.First; version <= message.Versions.Last; version++)
            check(message, codec, version);
    }

    private static void SetToSomething(object target, Field field)
    {
        var property = MessageFiller.Property(target.GetType(), field);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            var list = (IList)Activator.CreateInstance(type)!;
            var element = type.GetGenericArguments()[0];
            list.Add(element == typeof(string) ? "x" : Activator.CreateInstance(element));
            property.SetValue(target, list);
            return;
        }

        property.SetValue(target, type switch
        {
            _ when type == typeof(bool) => !(bool)property.GetValue(target)!,
            _ when type == typeof(string) => "x",
            _ when type == typeof(byte[]) => new byte[1],
            _ when type == typeof(Guid) => new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            _ when type.IsEnum => Enum.ToObject(type, 7),
            _ when type.IsPrimitive => Convert.ChangeType(77, type, null),
            _ => Activator.CreateInstance(type),
        });
    }
}
