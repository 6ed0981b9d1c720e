using Weir.Wire;

namespace Weir.Amqp.Wire;

/// <summary>
/// Changes one entry of a headers table and copies the others octet by octet in their order: what x-death,
/// x-delivery-count and the like need. A name that came twice is left once.
/// </summary>
internal static class HeaderTable
{
    /// <summary>Writes the entries with the named one replaced where it stood, or added at the end.</summary>
    /// <returns>What is wrong with the entries; then nothing useful was written.</returns>
    public static WireError Set(
        PooledBufferWriter output, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> name, FieldValue value)
    {
        var written = false;
        var error = CopyOthers(output, entries, name, value, ref written);
        if (error == WireError.None && !written) new FieldTableWriter(output).Name(name).Value(value);
        return error;
    }

    /// <summary>Writes the entries without the named one.</summary>
    public static WireError Remove(PooledBufferWriter output, ReadOnlySpan<byte> entries, ReadOnlySpan<byte> name)
    {
        var written = true;
        return CopyOthers(output, entries, name, default, ref written);
    }

    private static WireError CopyOthers(PooledBufferWriter output, ReadOnlySpan<byte> entries,
        ReadOnlySpan<byte> name, FieldValue value, ref bool written)
    {
        var rest = entries;
        while (!rest.IsEmpty)
        {
            var entry = rest;
            var error = FieldLayout.TakeEntry(ref rest, out var found, out _);
            if (error != WireError.None) return error;
            if (!found.SequenceEqual(name))
            {
                output.Write(entry[..(entry.Length - rest.Length)]);
            }
            else if (!written)
            {
                new FieldTableWriter(output).Name(name).Value(value);
                written = true;
            }
        }

        return WireError.None;
    }
}
