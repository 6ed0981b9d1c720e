using System.Runtime.InteropServices;

namespace Weir.Wire.Records.Compression;

/// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which are laid out alike.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdBuffer
{
    public byte* Start;
    public nuint SizeBytes;
    public nuint Position;
}
