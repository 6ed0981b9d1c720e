using System.Xml.Linq;

namespace Weir.Architecture.Tests.Rules;

/// <summary>Project references follow the layers.</summary>
internal static class ArrowRule
{
    public static IEnumerable<string> Check(string project, string projectFileText) =>
        Layers.IsUnknown(project) is { } unknown
            ? [unknown]
            : References(projectFileText).Select(referenced => Layers.Forbids(project, referenced)).OfType<string>();

    public static IEnumerable<string> References(string projectFileText) =>
        XDocument.Parse(projectFileText)
            .Descendants()
            .Where(element => element.Name.LocalName == "ProjectReference")
            .Select(element => (string?)element.Attribute("Include"))
            .OfType<string>()
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));
}
