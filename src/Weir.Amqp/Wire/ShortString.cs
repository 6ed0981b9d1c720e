using System.Text;

namespace Weir.Amqp.Wire;

/// <summary>Text that must fit a short string's 255 bytes (specification 4.2.5.3).</summary>
internal static class ShortString
{
    public const int BytesMax = 255;

    /// <summary>
    /// UTF-8 of the text; a longer one is cut before a character and ends in "...". For replies that quote names.
    /// </summary>
    /// <param name="text">What to encode.</param>
    /// <param name="destination">At least 255 bytes.</param>
    public static ReadOnlySpan<byte> Fit(string text, Span<byte> destination)
    {
        if (Encoding.UTF8.TryGetBytes(text, destination[..BytesMax], out var written)) return destination[..written];
        var mark = "..."u8;
        var room = destination[..(BytesMax - mark.Length)];
        Encoding.UTF8.GetEncoder().Convert(text, room, flush: false, out _, out written, out _);
        mark.CopyTo(destination[written..]);
        return destination[..(written + mark.Length)];
    }
}
