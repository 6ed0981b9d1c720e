using System.Collections;

namespace Weir.Kafka.Tests.Wire;

/// <summary>Compares two messages property by property and names the first that differs.</summary>
internal static class MessageEquality
{
    public static void Check(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null)
        {
            Assert.True(expected is null && actual is null, $"{path}: expected {expected}, found {actual}");
            return;
        }

        switch (expected)
        {
            case byte[] bytes:
                Assert.True(bytes.AsSpan().SequenceEqual((byte[])actual), $"{path}: bytes differ");
                break;
            case ReadOnlyMemory<byte> memory:
                Assert.True(memory.Span.SequenceEqual(((ReadOnlyMemory<byte>)actual).Span), $"{path}: bytes differ");
                break;
            case IList list:
                var other = (IList)actual;
                Assert.True(list.Count == other.Count, $"{path}: expected {list.Count} elements, found {other.Count}");
                for (var i = 0; i < list.Count; i++) Check(list[i], other[i], $"{path}[{i}]");
                break;
            case string or ValueType:
                Assert.True(expected.Equals(actual), $"{path}: expected {expected}, found {actual}");
                break;
            default:
                foreach (var property in expected.GetType().GetProperties())
                    Check(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
                break;
        }
    }
}
