using System.Runtime.InteropServices;

namespace Weir.Wire.Records.Compression;

/// <summary>
/// A decoder's native state, kept by the thread that used it: making one costs tens of times more than decoding a
/// small batch with it. One that a large window has swollen is freed instead, and the finalizer frees that of a thread
/// which has ended.
/// </summary>
internal sealed class ZstdContext : SafeHandle
{
    private const int IdleBytesMax = 4 << 20;

    [ThreadStatic]
    private static ZstdContext? _idle;

    public ZstdContext()
        : base(0, ownsHandle: true)
    {
        SetHandle(ZstdNative.CreateDecompressionContext());
        if (IsInvalid) throw new InvalidOperationException("Zstandard could not allocate its state.");
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Valid until <see cref="Return"/>.</summary>
    public nint Pointer => handle;

    /// <summary>A context at the start of a frame, for this thread alone.</summary>
    public static ZstdContext Rent()
    {
        var context = _idle ?? new ZstdContext();
        _idle = null;
        _ = ZstdNative.Reset(context.handle, ZstdNative.ResetSession);
        return context;
    }

    public void Return()
    {
        if (_idle is null && ZstdNative.SizeOf(handle) <= IdleBytesMax) _idle = this;
        else Dispose();
    }

    protected override bool ReleaseHandle() => ZstdNative.FreeDecompressionContext(handle) == 0;
}
