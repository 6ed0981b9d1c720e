using System.Collections.Immutable;
using Weir.Broker.Routing;
using Weir.Storage;

namespace Weir.Broker.Security;

/// <summary>
/// A user as the catalog keeps it, under <c>user/</c> and its escaped name (docs/dev/storage-format.md):
/// <code>
/// version u8 = 1
/// tags:        count, then text each
/// verifiers:   count, then (mechanism u8, iterations i64, salt bytes, stored key bytes, server key bytes) each
/// permissions: count, then (namespace text, configure text, write text, read text) each
/// </code>
/// </summary>
internal static class UserRecord
{
    public const string KeyPrefix = "user/";

    private const byte Version = 1;
    private const int VerifierBytesMin = 12;
    private const int PermissionBytesMin = 4;

    public static string KeyOf(string name) => KeyPrefix + Uri.EscapeDataString(name);

    public static byte[] Encode(User user)
    {
        using var writer = new RecordWriter();
        writer.Byte(Version);
        writer.Count(user.Tags.Length);
        foreach (string tag in user.Tags) writer.Text(tag);
        writer.Count(user.Verifiers.Length);
        foreach (ScramVerifier verifier in user.Verifiers)
        {
            writer.Byte((byte)verifier.Mechanism);
            writer.Int64(verifier.Iterations);
            writer.Bytes(verifier.Salt.Span);
            writer.Bytes(verifier.StoredKey.Span);
            writer.Bytes(verifier.ServerKey.Span);
        }

        writer.Count(user.Permissions.Count);
        foreach ((string ns, PermissionPatterns patterns) in user.Permissions)
        {
            writer.Text(ns);
            writer.Text(patterns.Configure);
            writer.Text(patterns.Write);
            writer.Text(patterns.Read);
        }

        return writer.ToArray();
    }

    public static User Decode(string key, ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(key, bytes);
        reader.Version(Version);
        var tags = new string[reader.Count(1)];
        for (int i = 0; i < tags.Length; i++) tags[i] = reader.Text();
        var verifiers = new ScramVerifier[reader.Count(VerifierBytesMin)];
        for (int i = 0; i < verifiers.Length; i++) verifiers[i] = ReadVerifier(ref reader);
        var permissions = ImmutableSortedDictionary.CreateBuilder<string, PermissionPatterns>(StringComparer.Ordinal);
        for (int left = reader.Count(PermissionBytesMin); left > 0; left--)
        {
            string ns = reader.Text();
            if (!PermissionPatterns.TryCreate(
                reader.Text(), reader.Text(), reader.Text(), out PermissionPatterns? patterns, out string? refusal))
                throw new DamagedDataException($"{key} has permissions for '{ns}' that cannot be read: {refusal}");
            permissions[ns] = patterns;
        }

        reader.End();
        return new User(
            Uri.UnescapeDataString(key[KeyPrefix.Length..]), [.. tags], [.. verifiers], permissions.ToImmutable());
    }

    private static ScramVerifier ReadVerifier(ref RecordReader reader)
    {
        byte mechanism = reader.Byte();
        if ((ScramMechanism)mechanism is not (ScramMechanism.Sha256 or ScramMechanism.Sha512))
            throw new DamagedDataException($"{reader.Name} has a password of kind {mechanism}");
        long iterations = reader.Int64();
        if (iterations is < 1 or > ScramVerifier.IterationsMax)
            throw new DamagedDataException($"{reader.Name} has a password of {iterations} iterations");
        return new ScramVerifier(
            (ScramMechanism)mechanism, (int)iterations, reader.Bytes().ToArray(), reader.Bytes().ToArray(),
            reader.Bytes().ToArray());
    }
}
