using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Core.Tests.Indicators;
using KhcnIoc.Core.Tests.Packs;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

/// <summary>The worked examples of docs/rules.md about ranks, boards, doubts and search, computed: a changed rule or a changed page fails here.</summary>
public class RulesPageOfBoardsTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "rules.md"));
    private static readonly Indicator s_percent = Samples.Make("x", "percent", cadence: Cadence.Monthly);
    private static readonly DateTimeOffset s_june = Period.Parse("2026-06").End;
    private readonly SampleObservations _make = new();

    [Fact]
    public void Page_WayDown_IsWhatTheCodeSays()
    {
        var given = new EvaluatorFixture();
        given.Apply(given.Make.Commune(Applications, 1, "2026-Q1", 12), given.Make.Commune(Applications, 1, "2026-04", 3), given.Make.Commune(Coverage, 1, "2026-06", 40), given.Make.Commune(Coverage, 3, "2026-06", 60));
        var parts = given.Evaluator.Explain(EvaluatorFixture.ProvinceKey(Coverage), EvaluatorFixture.Now).Parts.Where(p => p.Exclusion == PartExclusion.None).ToList();

        AssertSays($"2026-Q1 12 and 2026-04 3: {N(given.Commune(Applications, 1).Value)}");
        AssertSays($"40 of {N(parts[0].Weight)} and 60 of {N(parts[1].Weight)} inhabitants: {N(given.Province(Coverage).Value)}");
        Assert.All(Enum.GetValues<FigureChoice>().Where(c => c != FigureChoice.Only), c => AssertSays($"| {c} |"));
        Assert.All(Enum.GetValues<FigureFormula>().Where(f => f != FigureFormula.None), f => AssertSays($"| {f} |"));
    }

    [Fact]
    public void Page_Rank_IsWhatTheCodeSays()
    {
        var ranked = Ranking.Of(s_percent, [Part("a", 70), Part("b", 61.23m), Part("c", 61.18m), Part("d", 61.1m)]);
        AssertSays($"{string.Join(", ", ranked.Select(r => N(r.Figure.Value, "0.##")))} with one decimal: {string.Join(", ", ranked.Select(r => r.Rank))}");

        var flows = Ranking.Of(s_percent with { Kind = IndicatorKind.Flow }, [Part("a", 900, period: "2025"), Part("b", 5, period: "2026-01/2026-06")]);
        AssertSays($"900 for 2025 beside 5 for 2026: only the {N(flows.Single(r => r.Rank is not null).Figure.Value)} is ranked");

        AssertSays($"newest 2026-06: in force on {ProvinceCalendar.ToLocal(Ranking.OneCadenceBefore(Cadence.Monthly, s_june)):yyyy-MM-dd HH:mm}");
        Assert.All(Ranking.Of(s_percent, [Part("a", 3, was: 1), Part("b", 2), Part("c", 1)]), r => Assert.Null(r.RankBefore));
        AssertSays("1 of 3: unknown");

        Assert.True(Ranking.Of(s_percent, [Part("a", 61.2m, denominator: 4900), Part("b", 61.3m)])[1].SmallDenominator);
        Assert.False(Ranking.Of(s_percent, [Part("a", 61.2m, denominator: 10000), Part("b", 61.3m)])[1].SmallDenominator);
        AssertSays("61.2 % of 4900 beside 61.3 %: marked; of 10000: not");
        AssertSays($"below {Ranking.FewestCases} cases");
        AssertSays($"3, 1, 2: {N(Ranking.Middle(s_percent, [Part("a", 3).Figure, Part("b", 1).Figure, Part("c", 2).Figure])!.Median)}; 2, 1: {N(Ranking.Middle(s_percent, [Part("a", 2).Figure, Part("b", 1).Figure])!.Median)}");
    }

    [Fact]
    public void Page_Peers_IsWhatTheCodeSays()
    {
        var communes = new[] { 1000, 2100, 500, 900, 1110 }
            .Select(p => new Area { Code = N(p), Level = AreaLevel.Commune, ShortName = "", Slug = "", Names = [new(new(2025, 7, 1), AreaKind.Xa, "", "")], Population = p }).ToList();
        var peers = Peers.Of(communes[0], communes, new(2026, 1, 1)).Select(p => p.Code).ToList();

        AssertSays($"At most {Peers.Count} communes");
        AssertSays($"of 1000, those of {peers[0]}, {peers[1]}, {peers[2]} and {peers[3]} come in this order");
    }

    [Fact]
    public void Page_PlanSummary_IsWhatTheCodeSays()
    {
        var pack = Create();
        int YearOn(int year, int month, int day) => PlanSummary.Of(pack, new SampleBoard(pack, ProvinceCalendar.StartOf(new(year, month, day)))).Year;
        AssertSays($"31/12/2025: {YearOn(2025, 12, 31)}; 01/01/2026: {YearOn(2026, 1, 1)}");

        Standing? For2030(decimal value) => PlanSummary.StandingFor(
            Samples.InnovationCentres, Samples.CentresPath,
            new() { Key = default, Value = value, DataState = DataState.Fresh, Standing = Standing.Met, JudgedTarget = Samples.Target(2025, 3) }, 2030);
        Assert.Equal((Standing.OnPath, Standing.Met), (For2030(3), For2030(7)));
        AssertSays("centres 3 in 2025 have met 2025; for 2030 they are on path, 7 are met");
    }

    [Fact]
    public void Page_Reconstruction_IsWhatTheCodeSays()
    {
        AssertSays($"12 and 30: {N(Reconstructed(Enterprises, 12, 30))}");
        AssertSays($"50 % of 1000 and 30 % of 3000: {N(Reconstructed(Coverage, 50, 30))}");
        AssertSays($"50 % and 30 %, weights 5 and 5: {N(Reconstructed(Households, 50, 30))}");

        decimal? Reconstructed(string indicator, decimal a, decimal b) => Reconstruction.Of(
            Create().Indicators[indicator],
            new Dictionary<string, IReadOnlyList<Observation>> { ["old-a"] = [_make.Make(indicator, "old-a", "2024", a, weight: 5)], ["old-b"] = [_make.Make(indicator, "old-b", "2024", b, weight: 5)] },
            new Dictionary<string, long> { ["old-a"] = 1000, ["old-b"] = 3000 }).Points.Single().Value;
    }

    [Fact]
    public void Page_Doubts_IsWhatTheCodeSays()
    {
        Assert.False(Contradicts(30.04m));
        Assert.True(Contradicts(30.1m));
        Assert.False(Contradicts(29, ValueQualifier.AtLeast));
        AssertSays("30.0 and 30.04: no; 30.0 and 30.1: yes; 30.0 and \"at least 29\": no");

        decimal[] values = [20, 21, 22.2m, 23, 24, 25.1m];
        Assert.Null(JumpTo(26.9m, values));
        AssertSays($"steps 1.0 1.2 0.8 1.0 1.1, then 2.0: {N(JumpTo(27.1m, values))} times; 1.8: no jump");

        decimal[] flat = [20, 20, 20, 20, 20, 20];
        Assert.Equal((null, 7m), (JumpTo(20.6m, flat), JumpTo(20.7m, flat)));
        AssertSays("a flat 20.0 may become 20.6, not 20.7");

        bool Contradicts(decimal other, ValueQualifier qualifier = ValueQualifier.Exact) =>
            Of(_make.Province(Coverage, "2026-06", 30), [_make.Province(Coverage, "2026-06", other, feed: "other") with { Qualifier = qualifier }]).Any(d => d.Kind == DoubtKind.Contradicted);

        decimal? JumpTo(decimal value, decimal[] before) =>
            Of(_make.Province(Coverage, "2026-07", value), [.. before.Select((v, i) => _make.Province(Coverage, $"2026-0{i + 1}", v))]).SingleOrDefault(d => d.Kind == DoubtKind.Jump)?.Number;

        static IReadOnlyList<Doubt> Of(Observation observation, IReadOnlyList<Observation> series) => Doubts.Of(Create(), observation, series, []);
    }

    [Fact]
    public void Page_Feeds_IsWhatTheCodeSays()
    {
        var pack = Create();
        var board = new SampleBoard(pack, EvaluatorFixture.Now);
        DataState[] states = [DataState.Fresh, DataState.Late, DataState.Stale];
        for (var i = 0; i < states.Length; i++) board.With(new() { Key = new(Coverage, Commune(i + 1)), Feed = "a", Value = 1, DataState = states[i] });

        var score = FeedScores.Of(pack, board, [new("a", 6, 2, 2, EvaluatorFixture.Now)]).Single(s => s.Feed == "a");

        AssertSays($"1 fresh, 1 late, 1 stale: {N(score.Alive, "0.000")}");
        AssertSays($"3 of {pack.Communes.Count} communes: {N(score.Complete)}");
        AssertSays($"6 stored, 2 repeated, 2 rejected: {N(score.Accepted)}");
    }

    [Fact]
    public void Page_Search_IsWhatTheCodeSays()
    {
        var names = new SearchIndex(ShippedPacks.DongThap, []).Find("vneid tan phu", 20).Where(h => h.Kind == SearchKind.Figure).Select(h => ShippedPacks.DongThap.Areas[h.Area].ShortName).ToList();

        AssertSays($"\"vneid tan phu\" first gives the figures of {names[0]}, {names[1]} and {names[2]}, at most {SearchIndex.MostFigures}");
    }

    private static RankInput Part(string code, decimal value, decimal? was = null, decimal? denominator = null, string period = "2026-06")
    {
        HistoryPoint[] history = was is { } before ? [new(s_june.AddMonths(-1), before), new(s_june, value)] : [new(s_june, value)];
        return new(code, new() { Key = new("x", code), Value = value, Period = Period.Parse(period), EffectiveEnd = s_june, DataState = DataState.Fresh, History = history }, denominator);
    }

    private static void AssertSays(FormattableString words) => Assert.Contains(FormattableString.Invariant(words), s_page, StringComparison.Ordinal);

    private static void AssertSays(string words) => Assert.Contains(words, s_page, StringComparison.Ordinal);

    private static string N(decimal? value, string format = "0.###") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "none";
}
