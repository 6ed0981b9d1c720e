using System.Runtime.InteropServices;

namespace Weir.Wire.Records.Compression;

/// <summary>The frame half of liblz4 (lz4frame.h, stable since 1.8).</summary>
internal static unsafe partial class Lz4Native
{
    public const uint FrameVersion = 100;

    [LibraryImport(NativeCodecLibrary.Lz4Name, EntryPoint = "LZ4F_createDecompressionContext")]
    internal static partial nuint CreateDecompressionContext(out nint context, uint version);

    [LibraryImport(NativeCodecLibrary.Lz4Name, EntryPoint = "LZ4F_freeDecompressionContext")]
    internal static partial nuint FreeDecompressionContext(nint context);

    [LibraryImport(NativeCodecLibrary.Lz4Name, EntryPoint = "LZ4F_decompress")]
    internal static partial nuint Decompress(
        nint context, byte* destination, nuint* destinationBytes, byte* source, nuint* sourceBytes, void* options);

    [LibraryImport(NativeCodecLibrary.Lz4Name, EntryPoint = "LZ4F_compressFrameBound")]
    internal static partial nuint CompressFrameBound(nuint sourceBytes, Lz4Preferences* preferences);

    [LibraryImport(NativeCodecLibrary.Lz4Name, EntryPoint = "LZ4F_compressFrame")]
    internal static partial nuint CompressFrame(
        byte* destination, nuint capacityBytes, byte* source, nuint sourceBytes, Lz4Preferences* preferences);

    [LibraryImport(NativeCodecLibrary.Lz4Name, EntryPoint = "LZ4F_isError")]
    internal static partial uint IsError(nuint code);
}
