using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.TestSupport;

/// <summary>A small province in code: enough of a pack for tests that must not depend on the real packs' content.</summary>
/// <remarks>Province <c>82</c> with communes <c>00001</c>, <c>00002</c> … of 1,000, 2,000 … inhabitants, predecessors <c>old-a</c> and <c>old-b</c>, the country and one benchmark.</remarks>
public static class SamplePack
{
    public const string Province = "82";

    /// <summary>A percentage, monthly, mean of communes by population; targets 2030 and 2035, pack baseline end of 2024.</summary>
    public const string Coverage = "coverage";

    /// <summary>A percentage, monthly, mean of communes by households that come with the figures.</summary>
    public const string Households = "households-online";

    /// <summary>A count, monthly, sum of communes.</summary>
    public const string Enterprises = "enterprises";

    /// <summary>A flow, monthly, sum of communes.</summary>
    public const string Applications = "applications";

    /// <summary>A count, quarterly, sum of agencies.</summary>
    public const string Organisations = "organisations";

    /// <summary>An index of the province only, yearly, no pack baseline.</summary>
    public const string Hdi = "hdi";

    /// <summary>The start and the rate of <see cref="Coverage"/>'s path.</summary>
    public static readonly Baseline CoverageBaseline = new(20, new DateOnly(2024, 12, 31), "Báo cáo 1/BC");

    /// <summary>A feed of rank 1, before all unnamed ones.</summary>
    public const string OfficialFeed = "official";

    public static ProvincePack Create(int communes = 4, Func<Indicator, Indicator>? adjust = null)
    {
        var catalogue = Catalogue().Select(i => adjust is null ? i : adjust(i)).ToList();
        var province = Area(Province, AreaLevel.Province, AreaKind.Province) with { Predecessors = ["old-a", "old-b"] };
        var parts = Enumerable.Range(1, communes)
            .Select(i => Area(Commune(i), AreaLevel.Commune, AreaKind.Xa) with { ParentCode = Province, Population = 1000L * i })
            .ToList();
        Area[] others =
        [
            Area("old-a", AreaLevel.Predecessor, AreaKind.Province),
            Area("old-b", AreaLevel.Predecessor, AreaKind.Province),
            Area("vn", AreaLevel.Country, AreaKind.Country),
            Area("benchmark-x", AreaLevel.Benchmark, AreaKind.Province),
        ];

        return new()
        {
            Code = "sample",
            Province = province,
            Domains = [],
            Indicators = catalogue.ToDictionary(i => i.Code),
            Catalogue = catalogue,
            Areas = others.Append(province).Concat(parts).ToDictionary(a => a.Code),
            Communes = parts,
            Agencies = new Dictionary<string, Agency>(),
            Plans = new Dictionary<string, Plan> { ["plan"] = new() { Code = "plan", TitleVi = "Kế hoạch", HoldsFrom = new(2025, 9, 24) } },
            Targets = new Dictionary<string, IReadOnlyList<Target>>
            {
                [Coverage] = [Target(Coverage, 2030, 80), Target(Coverage, 2035, 100)],
                [Households] = [Target(Households, 2030, 90)],
                [Enterprises] = [Target(Enterprises, 2025, 10), Target(Enterprises, 2030, 60)],
                [Applications] = [Target(Applications, 2025, 120), Target(Applications, 2030, 120)],
                [Hdi] = [Target(Hdi, 2030, 0.9m)],
            },
            Baselines = new Dictionary<string, Baseline> { [Coverage] = CoverageBaseline },
            Milestones = [],
            ReportingDuties = [],
            Feeds = new Dictionary<string, FeedDefinition> { [OfficialFeed] = new() { Code = OfficialFeed, NameVi = "Chính thức", Rank = 1 } },
            Published = [],
            Dashboards = new Dictionary<string, Core.Dashboards.Dashboard>(),
        };
    }

    /// <summary>Code of the commune with this number, from 1.</summary>
    public static string Commune(int number) => number.ToString("00000", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<Indicator> Catalogue()
    {
        yield return Indicator(Coverage, "percent", IndicatorKind.Stock, Aggregation.WeightedMean, Breakdown.Commune, Cadence.Monthly) with { Weight = "population" };
        yield return Indicator(Households, "percent", IndicatorKind.Stock, Aggregation.WeightedMean, Breakdown.Commune, Cadence.Monthly) with { Weight = "households" };
        yield return Indicator(Enterprises, "count", IndicatorKind.Stock, Aggregation.Sum, Breakdown.Commune, Cadence.Monthly);
        yield return Indicator(Applications, "count-per-year", IndicatorKind.Flow, Aggregation.Sum, Breakdown.Commune, Cadence.Monthly);
        yield return Indicator(Organisations, "count", IndicatorKind.Stock, Aggregation.Sum, Breakdown.Agency, Cadence.Quarterly);
        yield return Indicator(Hdi, "index", IndicatorKind.Stock, Aggregation.ProvinceOnly, Breakdown.None, Cadence.Yearly);
    }

    private static Indicator Indicator(string code, string unit, IndicatorKind kind, Aggregation aggregation, Breakdown breakdown, Cadence cadence) => new()
    {
        Code = code,
        NameVi = code,
        NameEn = code,
        ShortVi = code,
        Domain = "infrastructure",
        Unit = unit,
        UnitVi = unit,
        UnitEn = unit,
        Direction = Direction.Up,
        Kind = kind,
        Decimals = unit.StartsWith("count", StringComparison.Ordinal) ? 0 : 1,
        Aggregation = aggregation,
        Breakdown = breakdown,
        LeadAgency = "dept-science-technology",
        Cadence = cadence,
        DescriptionVi = "",
    };

    private static Area Area(string code, AreaLevel level, AreaKind kind) =>
        new() { Code = code, Level = level, ShortName = code, Slug = code, Names = [new(new(2025, 7, 1), kind, code, "")] };

    private static Target Target(string indicator, int year, decimal value) =>
        new() { Indicator = indicator, Plan = "plan", Year = year, Operator = TargetOperator.AtLeast, Value = value, Section = "II" };
}
