using System.Buffers.Text;
using Weir.Load;

namespace Weir.Compare;

/// <summary>Numbers as text protocols write them. One that is none means that the two sides lost each other.</summary>
internal static class AsciiNumber
{
    public static int Read(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out _) ? number : throw new LoadException("a number was expected");

    public static long ReadLong(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out _) ? number : throw new LoadException("a number was expected");
}
