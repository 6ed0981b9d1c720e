namespace Weir.Admin.Console;

/// <summary>One file of the console, and the tag of just this content.</summary>
internal sealed record ConsoleFile(byte[] Content, string ContentType, string Tag);
