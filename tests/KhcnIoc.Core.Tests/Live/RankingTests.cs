using FsCheck;
using FsCheck.Fluent;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Tests.Indicators;

namespace KhcnIoc.Core.Tests.Live;

public class RankingTests
{
    private static readonly Indicator s_percent = Samples.Make("x", "percent", cadence: Cadence.Monthly);
    private static readonly DateTimeOffset s_june = Period.Parse("2026-06").End;
    private static readonly DateTimeOffset s_may = Period.Parse("2026-05").End;

    [Fact]
    public void Of_EqualAsShown_SharesTheBetterRank()
    {
        var ranked = Ranking.Of(s_percent, [Part("a", 61.23m), Part("b", 70), Part("c", 61.18m), Part("d", 61.1m)]);

        Assert.Equal([("b", 1, false), ("a", 2, true), ("c", 2, true), ("d", 4, false)], ranked.Select(r => (r.Code, r.Rank!.Value, r.Tied)));
    }

    [Fact]
    public void Of_DirectionDown_PutsTheSmallestFirst() =>
        Assert.Equal(["b", "a"], Ranking.Of(s_percent with { Direction = Direction.Down }, [Part("a", 2), Part("b", 1)]).Select(r => r.Code));

    [Fact]
    public void Of_NoFigureOrAnotherMethod_HasNoRankAndComesLast()
    {
        var other = Part("a", 90);
        other = other with { Figure = other.Figure with { Method = "theo hộ" } };

        var ranked = Ranking.Of(s_percent, [other, new("b", new() { Key = new("x", "b") }, null), Part("c", 1)]);

        Assert.Equal([("c", 1), ("a", null), ("b", (int?)null)], ranked.Select(r => (r.Code, r.Rank)));
    }

    [Fact]
    public void Of_StaleFigure_KeepsItsRank()
    {
        var stale = Part("a", 90);
        stale = stale with { Figure = stale.Figure with { DataState = DataState.Stale } };

        Assert.Equal(1, Ranking.Of(s_percent, [stale, Part("b", 1)])[0].Rank);
    }

    [Fact]
    public void Of_Flow_RanksOnlyThisYearsTotalsWithoutAHole()
    {
        var flow = Samples.Make("x", "count-per-year", IndicatorKind.Flow, Cadence.Monthly);
        var lastYear = Part("a", 900, period: "2025");
        var hole = Part("b", 90, period: "2026-01/2026-06");
        hole = hole with { Figure = hole.Figure with { MissingMonths = [2] } };

        var ranked = Ranking.Of(flow, [lastYear, hole, Part("c", 5, period: "2026-01/2026-05")]);

        Assert.Equal([("c", 1), ("a", null), ("b", (int?)null)], ranked.Select(r => (r.Code, r.Rank)));
    }

    [Fact]
    public void RankBefore_IsAmongTheValuesInForceOneCadenceBefore()
    {
        var ranked = Ranking.Of(s_percent, [Part("a", 80, was: 50), Part("b", 70, was: 60), Part("c", 60, was: 55)]);

        Assert.Equal([("a", 3, 2), ("b", 1, -1), ("c", 2, -1)], ranked.Select(r => (r.Code, r.RankBefore!.Value, r.Moved!.Value)));
    }

    [Fact]
    public void RankBefore_OfAPartThatReportedLongAgo_TakesItsOldValue()
    {
        var old = Part("a", 65);
        old = old with { Figure = old.Figure with { EffectiveEnd = s_may.AddDays(-40), History = [new(s_may.AddDays(-40), 65)] } };

        var ranked = Ranking.Of(s_percent, [Part("b", 70, was: 60), old, Part("c", 40, was: 30), Part("d", 20, was: 10), Part("e", 10)]);

        Assert.Equal([2, 1, 3, 4, null], ranked.Select(r => r.RankBefore));
    }

    [Fact]
    public void RankBefore_WhereFewHadAValue_IsUnknown() =>
        Assert.All(Ranking.Of(s_percent, [Part("a", 80, was: 50), Part("b", 70), Part("c", 60)]), r => Assert.Null(r.RankBefore));

    [Theory]
    [InlineData(29, 10, true)] // so few that any ratio of them is chance
    [InlineData(1000, 10, false)] // half a point either way, but nobody is near
    [InlineData(1000, 61.5, true)]
    [InlineData(4900, 61.3, true)] // ±0.10 points
    [InlineData(10000, 61.3, false)] // ±0.05 points do not show
    public void SmallDenominator_IsWhereFiveCasesGiveAnotherRank(int denominator, double neighbour, bool small)
    {
        var ranked = Ranking.Of(s_percent, [Part("a", 61.2m, denominator: denominator), Part("b", (decimal)neighbour, denominator: 1_000_000)]);

        Assert.Equal(small, ranked.Single(r => r.Code == "a").SmallDenominator);
        Assert.False(ranked.Single(r => r.Code == "b").SmallDenominator);
    }

    [Theory]
    [InlineData("count", 3)]
    [InlineData("index", 3)]
    [InlineData("gbps", 3)]
    public void SmallDenominator_OfWhatIsNoRatioOfCases_IsNever(string unit, int denominator) =>
        Assert.False(Ranking.Of(Samples.Make("x", unit), [Part("a", 1, denominator: denominator)])[0].SmallDenominator);

    [Fact]
    public void SmallDenominator_OfARatioPerTenThousand_CountsCasesInTenThousandths()
    {
        // Five of 20,000 are 2.5 per 10,000.
        var ranked = Ranking.Of(Samples.Make("x", "per-10k-people"), [Part("a", 11, denominator: 20_000), Part("b", 12, denominator: 20_000_000)]);

        Assert.Equal([false, true], ranked.Select(r => r.SmallDenominator));
    }

    [Fact]
    public void Middle_TakesComparableFiguresOnly()
    {
        var other = Part("d", 99).Figure with { Method = "khác" };

        Assert.Equal(new GroupMiddle(2, 3), Ranking.Middle(s_percent, [Part("a", 3).Figure, Part("b", 1).Figure, Part("c", 2).Figure, other]));
        Assert.Equal(new GroupMiddle(1.5m, 2), Ranking.Middle(s_percent, [Part("a", 2).Figure, Part("b", 1).Figure]));
        Assert.Null(Ranking.Middle(s_percent, [other]));
    }

    [Fact]
    public void Of_Any_GivesEachPartOneMoreThanThoseShownBetter() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var indicator = s_percent with { Decimals = random.Next(3), Direction = random.Pick(Direction.Up, Direction.Down) };
        var parts = Enumerable.Range(0, random.Next(1, 40))
            .Select(i => random.Next(8) == 0 ? new RankInput($"{i}", new() { Key = new("x", $"{i}") }, null) : Part($"{i}", Math.Round((decimal)random.NextDouble() * 5, 4), denominator: random.Next(1, 5000)))
            .ToList();

        var ranked = Ranking.Of(indicator, parts);

        decimal Shown(RankedPart p) => Statistics.AsShown(p.Figure.Value!.Value, indicator.Decimals) * (indicator.Direction == Direction.Up ? -1 : 1);
        var withRank = ranked.Where(r => r.Rank is not null).ToList();
        return ranked.Count == parts.Count
            && ranked.All(r => (r.Rank is null) == (r.Figure.Value is null))
            && withRank.All(r => r.Rank == 1 + withRank.Count(o => Shown(o) < Shown(r)) && r.Tied == withRank.Any(o => o.Code != r.Code && Shown(o) == Shown(r)));
    }));

    private static RankInput Part(string code, decimal value, decimal? was = null, decimal? denominator = null, string period = "2026-06")
    {
        HistoryPoint[] history = was is { } before ? [new(s_may, before), new(s_june, value)] : [new(s_june, value)];
        return new(code, new() { Key = new("x", code), Value = value, Period = Period.Parse(period), EffectiveEnd = s_june, DataState = DataState.Fresh, History = history }, denominator);
    }
}
