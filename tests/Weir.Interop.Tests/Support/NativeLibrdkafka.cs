using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Weir.Interop.Tests.Support;

/// <summary>
/// Lets Confluent.Kafka use the system's librdkafka (or WEIR_LIBRDKAFKA). The library's own loader goes through libdl
/// under a name that current systems no longer have, so both names are answered here, before its first use.
/// </summary>
internal static class NativeLibrdkafka
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Has to run before any test touches the library.")]
    internal static void Resolve() =>
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, (name, _, _) => name switch
        {
            "librdkafka" => NativeLibrary.Load(Settings.NativeLibrary ?? CompiledClients.Librdkafka),
            "libdl" => NativeLibrary.Load("libdl.so.2"),
            _ => IntPtr.Zero,
        });
}
