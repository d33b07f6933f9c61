using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using static KhcnIoc.Core.Tests.Indicators.Samples;

namespace KhcnIoc.Core.Tests.Indicators;

public class StandingRuleTests
{
    private static readonly Period s_june2026 = Period.Parse("2026-06");
    private static readonly Period s_firstHalf2026 = Period.Parse("2026-01/2026-06");

    [Theory]
    [InlineData("100", Standing.Met)]
    [InlineData("99.9999", Standing.OnPath)]
    [InlineData("63.5", Standing.OnPath)]
    [InlineData("63.4", Standing.Watch)]
    [InlineData("59", Standing.Watch)]
    [InlineData("58.9", Standing.Behind)]
    [InlineData("13.8", Standing.Behind)]
    public void Judge_PercentOnARisingPath_StandsByItsDistance(string value, Standing expected)
    {
        var judged = Judge(Coverage5G, CoveragePath, value, s_june2026);

        Assert.Equal((expected, StandingReason.None), (judged.Standing, judged.Reason));
        Assert.Equal(63.965m, Math.Round(judged.Path!.Value, 3));
        Assert.Equal(D(value) - judged.Path, judged.Gap);
        Assert.Equal((5m, 100m), (judged.Band, judged.NextTarget!.Value));
    }

    [Theory]
    [InlineData("2026-06", "2026-06-30")]
    [InlineData("2026-06-30T23:59:59+07:00", "2026-06-30")]
    [InlineData("2026-06-30T17:00:00Z", "2026-07-01")]
    [InlineData("2026", "2026-12-31")]
    public void Judge_AnyPeriod_ComparesWithThePathOnItsLastDay(string period, string day) =>
        Assert.Equal(CoveragePath.ValueAt(Period.Parse(day).FirstDay), Judge(Coverage5G, CoveragePath, "50", Period.Parse(period)).Path);

    [Fact]
    public void Judge_YearEndOfATargetYear_IsJudgedByThatTarget()
    {
        Assert.Equal(Standing.Met, Judge(Coverage5G, CoveragePath, "60", Period.Parse("2025")).Standing);
        Assert.Equal(Standing.OnPath, Judge(Coverage5G, CoveragePath, "60.5", Period.Parse("2026-01-01")).Standing);
        Assert.Equal(100, Judge(Coverage5G, CoveragePath, "60.5", Period.Parse("2026-01-01")).NextTarget!.Value);
    }

    [Theory]
    [InlineData("5", Standing.OnPath)]
    [InlineData("4", Standing.Watch)]
    [InlineData("3", Standing.Behind)]
    [InlineData("7", Standing.Met)]
    public void Judge_CountOnASlowPath_BandIsCappedByAYearsMovement(string value, Standing expected)
    {
        var judged = Judge(InnovationCentres, CentresPath, value, Period.Parse("2027"));

        Assert.Equal(expected, judged.Standing);
        Assert.Equal(4 * 365.25m / 1826, judged.Band);
    }

    [Fact]
    public void Judge_CountOnAFlatPath_BandIsOne()
    {
        var judged = Judge(InnovationCentres, Path(Target(2025, 3)), "2", s_june2026);

        Assert.Equal((Standing.Watch, 1m), (judged.Standing, judged.Band));
    }

    [Fact]
    public void Judge_NearlyFlatPath_CapNeverGoesBelowTheTolerance()
    {
        var path = Path(Target(2025, 99.99m), Target(2030, 100));

        Assert.Equal(0.5m, Judge(Coverage5G, path, "99.6", s_june2026).Band);
        Assert.Equal(Standing.OnPath, Judge(Coverage5G, path, "99.6", s_june2026).Standing);
        Assert.Equal(Standing.Behind, Judge(Coverage5G, path, "99.4", s_june2026).Standing);
    }

    [Fact]
    public void Judge_OwnWatchBand_ReplacesBandAndCap()
    {
        var own = InnovationCentres with { WatchBand = 2 };

        Assert.Equal((Standing.Watch, 2m), (Judge(own, CentresPath, "3", Period.Parse("2027")).Standing, Judge(own, CentresPath, "3", Period.Parse("2027")).Band));
        Assert.Equal(0.5m, Judge(Coverage5G with { WatchBand = 0 }, CoveragePath, "63.9", s_june2026).Band);
    }

    [Theory]
    [InlineData(TargetOperator.MoreThan, "60", Standing.OnPath)]
    [InlineData(TargetOperator.MoreThan, "60.0001", Standing.Met)]
    [InlineData(TargetOperator.AtLeast, "60", Standing.Met)]
    [InlineData(TargetOperator.Equal, "61", Standing.Met)]
    [InlineData(TargetOperator.Between, "60", Standing.Met)]
    [InlineData(TargetOperator.Between, "59.9999", Standing.OnPath)]
    [InlineData(TargetOperator.Between, "99", Standing.Met)]
    public void Judge_AtTheTarget_DependsOnTheOperator(TargetOperator op, string value, Standing expected) =>
        Assert.Equal(expected, Judge(Coverage5G, Path(Target(2025, 60, op) with { ValueMax = 70 }), value, s_june2026).Standing);

    [Theory]
    [InlineData("5", Standing.Met)]
    [InlineData("9.5", Standing.OnPath)]
    [InlineData("9.6", Standing.Watch)]
    [InlineData("9.75", Standing.Watch)]
    [InlineData("9.8", Standing.Behind)]
    public void Judge_DirectionDown_IsMirrored(string value, Standing expected)
    {
        var down = Make("emissions", "index") with { Direction = Direction.Down };
        var path = Path(Target(2025, 10), Target(2030, 5));

        var judged = Judge(down, path, value, s_june2026);

        Assert.Equal(expected, judged.Standing);
        Assert.Equal(D(value) - judged.Path, judged.Gap);
        Assert.Equal(0.25m, judged.Band);
    }

    [Theory]
    [InlineData("40", Standing.Met)]
    [InlineData("24", Standing.OnPath)]
    [InlineData("12", Standing.OnPath)]
    [InlineData("11.71", Standing.OnPath)]
    [InlineData("11.7", Standing.Watch)]
    [InlineData("9.91", Standing.Watch)]
    [InlineData("9.9", Standing.Behind)]
    public void Judge_FlowInsideItsYear_ComparesWithTheShareOfTheYearGone(string value, Standing expected)
    {
        var judged = Judge(TasksAccepted, TasksPath, value, s_firstHalf2026);

        Assert.Equal(expected, judged.Standing);
        Assert.Equal(11.900m, Math.Round(judged.Path!.Value, 3));
        Assert.Equal(2, judged.Band);
    }

    [Fact]
    public void Judge_FlowOfAWholeYear_ComparesWithTheWholePath()
    {
        Assert.Equal((Standing.Met, 20m), Of(Judge(TasksAccepted, TasksPath, "20", Period.Parse("2025"))));
        Assert.Equal((Standing.Watch, 20m), Of(Judge(TasksAccepted, TasksPath, "19", Period.Parse("2025"))));
        Assert.Equal((Standing.Behind, 20m), Of(Judge(TasksAccepted, TasksPath, "18", Period.Parse("2025"))));
        Assert.Equal((Standing.OnPath, 10m), Of(Judge(TasksAccepted, Path(Target(2024, 20)), "10", Period.Parse("2024-01/2024-07-01")), round: true));

        static (Standing, decimal) Of(Judgement judged, bool round = false) => (judged.Standing, round ? Math.Round(judged.Path!.Value) : judged.Path!.Value);
    }

    [Fact]
    public void Judge_FlowInTheFirstTargetsYear_IsCappedByTheMovementAfterIt()
    {
        var judged = Judge(TasksAccepted, Path(Target(2025, 100), Target(2030, 105)), "48", Period.Parse("2025-01/2025-06"));

        Assert.Equal(5 * 365.25m / 1826, judged.Band);
        Assert.Equal(Standing.Behind, judged.Standing);
    }

    [Fact]
    public void Expected_FlowOfALeapYear_CountsTheLeapDay()
    {
        var path = Path(Target(2024, 366));

        Assert.Equal(1, StandingRule.Expected(TasksAccepted, path, new(2024, 1, 1)));
        Assert.Equal(60, StandingRule.Expected(TasksAccepted, path, new(2024, 2, 29)));
        Assert.Equal(366, StandingRule.Expected(TasksAccepted, path, new(2024, 12, 31)));
        Assert.Null(StandingRule.Expected(TasksAccepted, path, new(2023, 12, 31)));
    }

    [Fact]
    public void Judge_NoPathYet_IsMetOrUnknown()
    {
        var before = Period.Parse("2025-06");

        Assert.Equal((Standing.Unknown, StandingReason.NoPath), Of(Judge(Coverage5G, CoveragePath, "59", before)));
        Assert.Equal((Standing.Met, StandingReason.None), Of(Judge(Coverage5G, CoveragePath, "60", before)));
        Assert.Equal(60, Judge(Coverage5G, CoveragePath, "59", before).NextTarget!.Value);
        Assert.Equal((Standing.Unknown, StandingReason.NoTarget), Of(Judge(Coverage5G, null, "59", before)));
    }

    [Fact]
    public void Judge_TargetThatFalls_MetWinsOverTheHigherPath() =>
        Assert.Equal(Standing.Met, Judge(Coverage5G, Path(Target(2025, 100), Target(2030, 80)), "81", s_june2026).Standing);

    [Theory]
    [InlineData("percent", Aggregation.WeightedMean, true)]
    [InlineData("percent-of-grdp", Aggregation.ProvinceOnly, true)]
    [InlineData("index", Aggregation.ProvinceOnly, true)]
    [InlineData("per-10k-people", Aggregation.ProvinceOnly, true)]
    [InlineData("gbps", Aggregation.WeightedMean, true)]
    [InlineData("percent", Aggregation.Sum, false)]
    [InlineData("count", Aggregation.Sum, false)]
    [InlineData("count", Aggregation.WeightedMean, false)]
    public void Judge_Commune_OnlyByRatios(string unit, Aggregation aggregation, bool judged)
    {
        var indicator = Make("x", unit) with { Aggregation = aggregation };

        var judgement = StandingRule.Judge(indicator, CoveragePath, 62, s_june2026, AreaLevel.Commune);

        Assert.Equal(judged ? (Standing.Watch, StandingReason.None) : (Standing.Unknown, StandingReason.NotJudgedHere), Of(judgement));
    }

    [Fact]
    public void Judge_FlowOfACommune_HasNoStanding() =>
        Assert.Equal(StandingReason.NotJudgedHere, StandingRule.Judge(TasksAccepted, TasksPath, 12, s_firstHalf2026, AreaLevel.Commune).Reason);

    [Theory]
    [InlineData(AreaLevel.Country)]
    [InlineData(AreaLevel.Predecessor)]
    [InlineData(AreaLevel.Benchmark)]
    public void Judge_AreaOnlyComparedWith_HasNoStanding(AreaLevel level)
    {
        var judged = StandingRule.Judge(Coverage5G, CoveragePath, 100, s_june2026, level);

        Assert.Equal(new(Standing.Unknown, StandingReason.NotJudgedHere, null, null, 0, null), judged);
    }

    [Fact]
    public void Judge_Anything_AnswersAndIsConsistent() => Cases.Each(20_000, random =>
    {
        var (indicator, path) = (random.Indicator(), random.Next(10) == 0 ? null : random.Path());

        var judged = StandingRule.Judge(indicator, path, random.Value(), Any(random), random.Pick(Enum.GetValues<AreaLevel>()));

        Assert.Equal(judged.Standing == Standing.Unknown, judged.Reason != StandingReason.None);
        Assert.Equal(judged.Path is null, judged.Gap is null);
        Assert.True(judged.Band >= 0);
        if (judged.Standing is Standing.OnPath or Standing.Watch or Standing.Behind) Assert.NotNull(judged.Path);
    });

    [Fact]
    public void Judge_BetterValue_NeverStandsWorse() => Cases.Each(20_000, random =>
    {
        var (indicator, path, period) = (random.Indicator(), random.Path(), Any(random));
        // Close to the path, where standings change, half of the time.
        var value = random.Next(2) == 0 && StandingRule.Expected(indicator, path, period.LastDay) is { } at ? at * (0.9m + (random.Next(200) / 1000m)) : random.Value();
        var better = value + ((indicator.Direction == Direction.Up ? 1 : -1) * Math.Abs(random.Next(2) == 0 ? random.Value() : value * random.Next(100) / 1000m));

        Assert.True(Rank(better) >= Rank(value), $"{better} stands worse than {value}");

        int Rank(decimal v) => StandingRule.Judge(indicator, path, v, period, AreaLevel.Province).Standing switch
        {
            Standing.Met => 4,
            Standing.OnPath => 3,
            Standing.Watch => 2,
            Standing.Behind => 1,
            _ => 0,
        };
    });

    [Fact]
    public void Judge_MirroredDirection_StandsTheSame() => Cases.Each(5_000, random =>
    {
        var (indicator, value, period) = (random.Indicator() with { Direction = Direction.Up }, random.Value(), Any(random));
        var targets = Enumerable.Range(0, 3).Select(_ => Target(random.Next(2020, 2050), random.Value(), random.Pick(Enum.GetValues<TargetOperator>()))).ToArray();

        var up = StandingRule.Judge(indicator, Path(targets), value, period, AreaLevel.Province);
        var down = StandingRule.Judge(indicator with { Direction = Direction.Down }, Path([.. targets.Select(t => t with { Value = -t.Value })]), -value, period, AreaLevel.Province);

        Assert.Equal((up.Standing, up.Band, -up.Gap), (down.Standing, down.Band, down.Gap));
    });

    [Fact]
    public void Judge_ValueOnThePath_IsNeverWatchOrBehind() => Cases.Each(5_000, random =>
    {
        var (indicator, path, period) = (random.Indicator(), random.Path(), Any(random));
        if (StandingRule.Expected(indicator, path, period.LastDay) is not { } expected) return;

        Assert.True(StandingRule.Judge(indicator, path, expected, period, AreaLevel.Province).Standing is Standing.Met or Standing.OnPath);
    });

    private static Period Any(Random random) =>
        random.Next(2) == 0 ? Period.OfDay(random.Day()) : Period.OfInstant(ProvinceCalendar.StartOf(random.Day()).AddSeconds(random.Next(86_400)));

    private static Judgement Judge(Indicator indicator, TargetPath? path, string value, Period period) =>
        StandingRule.Judge(indicator, path, D(value), period, AreaLevel.Province);

    private static (Standing, StandingReason) Of(Judgement judged) => (judged.Standing, judged.Reason);

    private static decimal D(string value) => decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
}
