using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Tests.Views;

/// <summary>A small province and figures in every state, for the tests of what screens say.</summary>
internal static class ViewSamples
{
    public static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>2026-11-21 08:42 in Asia/Ho_Chi_Minh.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 1, 42, 0, TimeSpan.Zero);

    public static readonly ProvincePack Pack = MakePack();

    public static ViewFactory Factory { get; } = new(Pack);

    public static TileDefinition Tile(string indicator = "coverage-5g") => new() { Indicator = indicator, X = 0, Y = 0 };

    public static FigureState Missing(string indicator = "coverage-5g") => new()
    {
        Key = new SeriesKey(indicator, "75"),
        StandingReason = StandingReason.NoFigure,
        NextTarget = Target(indicator),
    };

    public static FigureState Figure(Standing standing = Standing.Behind, string indicator = "coverage-5g", decimal value = 51.3m, decimal gap = -15.8m) => new()
    {
        Key = new SeriesKey(indicator, "75"),
        Origin = FigureOrigin.Reported,
        Value = value,
        Period = Period.Parse("2026-10-31"),
        EffectiveEnd = Period.Parse("2026-10-31").End,
        Feed = "demo",
        Source = new Provenance { Title = "Báo cáo 214", Publisher = "Sở Khoa học và Công nghệ" },
        Revision = 1,
        NextTarget = Target(indicator),
        PathAtPeriodEnd = value - gap,
        PathToday = value - gap + 0.5m,
        Gap = gap,
        Standing = standing,
        DataState = DataState.Fresh,
        History = [new(Now.AddDays(-60), value * 0.8m), new(Now.AddDays(-30), value * 0.9m), new(Period.Parse("2026-10-31").End, value)],
    };

    public static ViewPart View(FigureState state, CultureInfo? culture = null, string indicator = "coverage-5g") =>
        Factory.Tile("t0", Tile(indicator), state, culture ?? Vietnamese, Now);

    private static Target Target(string indicator) => new() { Indicator = indicator, Plan = "283/KH-UBND", Year = 2030, Operator = TargetOperator.AtLeast, Value = 100, Section = "II" };

    private static Indicator Indicator(string code, string unit, string unitVi, string unitEn, int decimals, string domain) => new()
    {
        Code = code,
        NameVi = code == "coverage-5g" ? "Tỷ lệ phủ sóng 5G" : "Doanh nghiệp KH&CN",
        NameEn = code,
        ShortVi = code,
        Domain = domain,
        Unit = unit,
        UnitVi = unitVi,
        UnitEn = unitEn,
        Direction = Direction.Up,
        Kind = IndicatorKind.Stock,
        Decimals = decimals,
        Aggregation = Aggregation.WeightedMean,
        Weight = "population",
        Breakdown = Breakdown.Commune,
        LeadAgency = "dept",
        Cadence = Cadence.Monthly,
        DescriptionVi = "x",
        Min = 0,
        Max = unit == "percent" ? 100 : null,
    };

    private static Area Area(string code, AreaLevel level, string name, params AreaName[] names) =>
        new() { Code = code, Level = level, ShortName = name, Slug = code, Names = names.Length > 0 ? names : [new(DateOnly.MinValue, AreaKind.Province, name, "")] };

    private static ProvincePack MakePack()
    {
        var province = Area(
            "75", AreaLevel.Province, "Đồng Nai",
            new AreaName(new(2025, 7, 1), AreaKind.Province, "Tỉnh Đồng Nai", ""), new AreaName(new(2026, 4, 30), AreaKind.City, "Thành phố Đồng Nai", "NQ"));
        Indicator[] catalogue = [Indicator("coverage-5g", "percent", "%", "%", 1, "infrastructure"), Indicator("st-enterprises", "count-per-year", "DN/năm", "firms/year", 0, "science")];
        return new()
        {
            Code = "dong-nai",
            Province = province,
            Domains = [new("infrastructure", "Hạ tầng số", "Digital infrastructure", "Hạ tầng", "Infra"), new("science", "Khoa học", "Science", "KH&CN", "S&T")],
            Indicators = catalogue.ToDictionary(i => i.Code),
            Catalogue = catalogue,
            Areas = new[] { province, Area("vn", AreaLevel.Country, "Việt Nam"), Area("dong-nai-cu", AreaLevel.Predecessor, "Đồng Nai (cũ)") }.ToDictionary(a => a.Code),
            Communes = [],
            Agencies = new Dictionary<string, Agency>
            {
                ["dept"] = new() { Code = "dept", Name = "Sở Khoa học và Công nghệ", ShortName = "Sở KH&CN", Kind = "department", NamedIn = "plan" },
            },
            Plans = new Dictionary<string, Plan>(),
            Targets = catalogue.ToDictionary(i => i.Code, i => (IReadOnlyList<Target>)[Target(i.Code)]),
            Baselines = new Dictionary<string, Baseline>(),
            Milestones = [],
            ReportingDuties = [],
            Feeds = new Dictionary<string, FeedDefinition> { ["demo"] = new() { Code = "demo", NameVi = "Nguồn thử" } },
            Published = [],
            Dashboards = new Dictionary<string, Dashboard>(),
        };
    }
}
