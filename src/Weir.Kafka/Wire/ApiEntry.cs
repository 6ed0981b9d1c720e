namespace Weir.Kafka.Wire;

/// <summary>
/// What the codec can do for one API key. What a listener announces is decided elsewhere and may be less.
/// <see cref="FirstFlexibleVersion"/> is where compact encodings and tagged fields begin.
/// </summary>
public readonly record struct ApiEntry(ApiKey Key, short MinVersion, short MaxVersion, short FirstFlexibleVersion)
{
    public const short NeverFlexible = short.MaxValue;

    public bool Covers(short version) => version >= MinVersion && version <= MaxVersion;

    public bool IsFlexible(short version) => version >= FirstFlexibleVersion;

    public short RequestHeaderVersion(short version) => IsFlexible(version) ? (short)2 : (short)1;

    /// <summary>
    /// A client that is newer than the server must be able to read the answer to its first request, so the header of
    /// ApiVersions responses never changes (KIP-511).
    /// </summary>
    public short ResponseHeaderVersion(short version) =>
        Key != ApiKey.ApiVersions && IsFlexible(version) ? (short)1 : (short)0;
}
