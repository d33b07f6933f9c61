using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Maps;

/// <summary>One line of an import's report.</summary>
internal sealed record BoundaryLine(bool IsError, string Text, string Place);

/// <summary>What an import found, in words.</summary>
internal static class BoundaryWords
{
    public static string Of(BoundaryProblem problem, ProvincePack pack, CultureInfo culture)
    {
        var number = problem.Number is { } value
            ? problem.Kind is BoundaryProblemKind.TooLarge ? (value / 1024 / 1024).ToString("0", culture)
                : problem.Kind is BoundaryProblemKind.DoesNotFit ? (value / 1024).ToString("N0", culture)
                : problem.Kind is BoundaryProblemKind.Overlap or BoundaryProblemKind.SmallOverlap or BoundaryProblemKind.Gap or BoundaryProblemKind.SmallGap ? value.ToString("N1", culture)
                : problem.Kind is BoundaryProblemKind.AreaDiffers ? value.ToString("+0;−0", culture)
                : value.ToString("N0", culture)
            : "";
        return Texts.Of(culture, "Maps.Problem." + problem.Kind, NameOf(problem.Area, pack), NameOf(problem.Other, pack), problem.Text, number).Replace("  ", " ", StringComparison.Ordinal);
    }

    /// <summary>Where it is, as maps write it; empty = nowhere in particular.</summary>
    public static string PlaceOf(GeoPoint? at) => at is { } point
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(point.Latitude):0.0000}°{(point.Latitude < 0 ? "S" : "N")} {Math.Abs(point.Longitude):0.0000}°{(point.Longitude < 0 ? "W" : "E")}")
        : "";

    public static IReadOnlyList<BoundaryLine> Lines(BoundaryReport report, ProvincePack pack, CultureInfo culture) =>
        [.. report.Problems.Select(p => new BoundaryLine(p.IsError, Of(p, pack, culture), PlaceOf(p.At)))];

    private static string NameOf(string code, ProvincePack pack) => code.Length > 0 && pack.Areas.TryGetValue(code, out var area) ? area.Names[^1].Name : code;
}
