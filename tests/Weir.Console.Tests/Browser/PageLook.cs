namespace Weir.Console.Tests.Browser;

/// <summary>Who looks at a page: the browser's language, the theme it prefers, and its width.</summary>
public sealed record PageLook(string Language = "en", string Theme = "light", int Width = 1280)
{
    public int Height => Width < 600 ? 720 : 900;
}
