using System.Runtime.InteropServices;

namespace Weir.Wire.Records.Compression;

/// <summary>LZ4F_preferences_t: 32 bytes of frame info, then 24 of settings. Zero is every default.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Lz4Preferences
{
    public int BlockSizeId;
    public int BlockMode;
    public int ContentChecksum;
    public int FrameType;
    public ulong ContentBytes;
    public uint DictionaryId;
    public int BlockChecksum;
    public int Level;
    public uint AutoFlush;
    public uint FavorDecompressionSpeed;
    public uint Reserved0;
    public uint Reserved1;
    public uint Reserved2;
}
