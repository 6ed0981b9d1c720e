using System.Reflection;
using System.Runtime.InteropServices;

namespace Weir.Wire.Records.Compression;

/// <summary>
/// Finds the compression libraries under the names they carry on Linux, macOS and Windows. Whoever calls into one asks
/// here first, which also installs the resolver for the imports.
/// </summary>
internal static class NativeCodecLibrary
{
    public const string Lz4Name = "lz4";
    public const string ZstdName = "zstd";

    private static readonly nint Lz4 = Load("liblz4.so.1", "liblz4.1.dylib", "liblz4.dll");
    private static readonly nint Zstd = Load("libzstd.so.1", "libzstd.1.dylib", "libzstd.dll");

    static NativeCodecLibrary() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeCodecLibrary).Assembly, Resolve);

    public static bool HasLz4 => Lz4 != 0;

    public static bool HasZstd => Zstd != 0;

    /// <summary>The first that loads, or 0.</summary>
    internal static nint Load(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, typeof(NativeCodecLibrary).Assembly, null, out var handle)) return handle;
        }

        return 0;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Lz4Name => Lz4,
        ZstdName => Zstd,
        _ => 0,
    };
}
