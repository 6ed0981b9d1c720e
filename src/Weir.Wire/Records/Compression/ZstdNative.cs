using System.Runtime.InteropServices;

namespace Weir.Wire.Records.Compression;

/// <summary>The part of zstd.h that is stable since 1.4.</summary>
internal static unsafe partial class ZstdNative
{
    public const int ResetSession = 1;

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_createDCtx")]
    internal static partial nint CreateDecompressionContext();

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_freeDCtx")]
    internal static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_DCtx_reset")]
    internal static partial nuint Reset(nint context, int what);

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_sizeof_DCtx")]
    internal static partial nuint SizeOf(nint context);

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_decompressStream")]
    internal static partial nuint DecompressStream(nint context, ZstdBuffer* output, ZstdBuffer* input);

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_compressBound")]
    internal static partial nuint CompressBound(nuint sourceBytes);

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_compress")]
    internal static partial nuint Compress(
        byte* destination, nuint capacityBytes, byte* source, nuint sourceBytes, int level);

    [LibraryImport(NativeCodecLibrary.ZstdName, EntryPoint = "ZSTD_isError")]
    internal static partial uint IsError(nuint code);
}
