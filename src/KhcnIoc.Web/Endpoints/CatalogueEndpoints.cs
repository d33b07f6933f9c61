using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KhcnIoc.Web.Endpoints;

/// <summary>A target as the API gives it out.</summary>
public sealed record TargetRow(string Plan, int? Year, string Operator, decimal Value, decimal? ValueMax, string Section, string? Note);

/// <summary>An indicator with what the province's plans set for it.</summary>
public sealed record IndicatorRow(
    string Code, string NameVi, string NameEn, string ShortVi, string Domain, string Unit, string UnitVi, string Direction, string Kind, int Decimals,
    string Aggregation, string? Weight, string Breakdown, string LeadAgency, bool LeadAgencyAssumed, string Cadence, string DescriptionVi,
    decimal? Min, decimal? Max, IReadOnlyList<TargetRow> Targets);

/// <summary>An area under today's name and kind, with its earlier ones.</summary>
public sealed record AreaRow(
    string Code, string Level, string? Parent, string Name, string ShortName, string Kind, string Slug, long? Population, decimal? AreaKm2,
    double? Longitude, double? Latitude, DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<string> Predecessors, IReadOnlyList<AreaNameRow> Names);

public sealed record AreaNameRow(DateOnly From, string Kind, string Name, string? Document);

/// <summary>What the pack knows, and the board.</summary>
internal static class CatalogueEndpoints
{
    public static void MapCatalogueEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators", (ProvincePack pack) => TypedResults.Ok(new { province = pack.Province.Code, indicators = pack.Catalogue.Select(i => Row(i, pack)).ToList() }));
        routes.MapGet("/areas", (ProvincePack pack, TimeProvider time) =>
        {
            var today = ProvinceCalendar.DayOf(time.GetUtcNow());
            return TypedResults.Ok(new { province = pack.Province.Code, areas = pack.Areas.Values.OrderBy(a => a.Level).ThenBy(a => a.Code, StringComparer.Ordinal).Select(a => Row(a, today)).ToList() });
        });
        routes.MapGet("/board", Results<Ok<BoardMessage>, ProblemHttpResult> (DashboardChannels channels, string? dashboard) =>
            channels.Find(dashboard ?? "main") is { } channel
                ? TypedResults.Ok(channel.Data())
                : TypedResults.Problem($"Không có bảng nào mang mã \"{dashboard}\".", statusCode: StatusCodes.Status404NotFound, title: "unknown-dashboard"));
    }

    private static IndicatorRow Row(Indicator i, ProvincePack pack) => new(
        i.Code, i.NameVi, i.NameEn, i.ShortVi, i.Domain, i.Unit, i.UnitVi, Slug(i.Direction), Slug(i.Kind), i.Decimals, Slug(i.Aggregation),
        i.Weight.Length == 0 ? null : i.Weight, Slug(i.Breakdown), i.LeadAgency, i.LeadAgencyAssumed, Slug(i.Cadence), i.DescriptionVi, i.Min, i.Max,
        pack.Targets.TryGetValue(i.Code, out var targets)
            ? targets.Select(t => new TargetRow(t.Plan, t.Year, Sign(t.Operator), t.Value, t.ValueMax, t.Section, t.Note.Length == 0 ? null : t.Note)).ToList()
            : []);

    private static AreaRow Row(Area area, DateOnly today)
    {
        var name = area.NameOn(today);
        return new(
            area.Code, Slug(area.Level), area.ParentCode, name.Name, area.ShortName, Slug(name.Kind), area.Slug, area.Population, area.AreaKm2,
            area.Point?.Longitude, area.Point?.Latitude, area.ValidFrom, area.ValidTo, area.Predecessors,
            area.Names.Select(n => new AreaNameRow(n.From, Slug(n.Kind), n.Name, n.Document.Length == 0 ? null : n.Document)).ToList());
    }

    private static string Sign(TargetOperator op) => op switch
    {
        TargetOperator.AtLeast => ">=",
        TargetOperator.MoreThan => ">",
        TargetOperator.Between => "between",
        _ => "=",
    };

    // WeightedMean → weighted-mean: the API speaks the slugs of the packs.
    private static string Slug<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
