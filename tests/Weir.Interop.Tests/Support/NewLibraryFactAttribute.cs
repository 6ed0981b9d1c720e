using Confluent.Kafka;

namespace Weir.Interop.Tests.Support;

/// <summary>
/// A test of calls that librdkafka has had since 2.3; the system's may be older. `eng/librdkafka-suite --build` makes
/// a newer one, WEIR_LIBRDKAFKA points to it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NewLibraryFactAttribute : FactAttribute
{
    private const int Version23 = 0x02030000;

    public NewLibraryFactAttribute()
    {
        if (Library.Version < Version23)
            Skip = $"needs librdkafka 2.3 (WEIR_LIBRDKAFKA), this is {Library.VersionString}";
    }
}
