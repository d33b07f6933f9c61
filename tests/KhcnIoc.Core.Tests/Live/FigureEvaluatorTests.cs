using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public sealed class FigureEvaluatorTests
{
    private readonly EvaluatorFixture _it = new();

    private SampleObservations Make => _it.Make;

    [Fact]
    public void Latest_GreaterEffectiveEnd_WinsWhateverArrivesLast()
    {
        _it.Apply(Make.Province(Coverage, "2026-06", 30), Make.Province(Coverage, "2026-04", 25));

        Assert.Equal(30, _it.Province(Coverage).Value);
    }

    [Fact]
    public void Latest_SameEnd_FinerPeriodWins()
    {
        _it.Apply(Make.Province(Coverage, "2026-06", 30), Make.Province(Coverage, "2026-Q2", 28));

        Assert.Equal(30, _it.Province(Coverage).Value);
    }

    [Fact]
    public void Latest_SamePeriodFromTwoFeeds_SmallerRankWins()
    {
        _it.Apply(Make.Province(Coverage, "2026-06", 30, feed: OfficialFeed), Make.Province(Coverage, "2026-06", 31));

        Assert.Equal(30, _it.Province(Coverage).Value);
        Assert.Equal(OfficialFeed, _it.Province(Coverage).Feed);
    }

    [Fact]
    public void Latest_TwoUnnamedFeeds_LaterCommitWins()
    {
        _it.Apply(Make.Province(Coverage, "2026-06", 30, feed: "a"), Make.Province(Coverage, "2026-06", 31, feed: "b"));

        Assert.Equal(31, _it.Province(Coverage).Value);
    }

    [Fact]
    public void Revision_OfALatestFigure_ReplacesItEvenDownwards()
    {
        var first = Make.Province(Coverage, "2026-06", 30);
        _it.Apply(first, Make.Make(Coverage, Province, "2026-06", 29, revision: 2));
        var again = _it.Apply(first);

        Assert.Equal((29, 2), (_it.Province(Coverage).Value, _it.Province(Coverage).Revision));
        Assert.Single(_it.Province(Coverage).History);
        Assert.Empty(again);
    }

    [Fact]
    public void RunningPeriod_IsCurrentToItsReception()
    {
        var received = new DateTimeOffset(2026, 7, 10, 2, 0, 0, TimeSpan.Zero);
        _it.Apply(Make.Make(Coverage, Province, "2026", 33, received: received));

        Assert.Equal(received, _it.Province(Coverage).EffectiveEnd);
    }

    [Fact]
    public void Simulated_WhereAnyRealFigureExists_IsNotShown()
    {
        _it.Apply(Make.Province(Coverage, "2026-06", 70, simulated: true));
        Assert.True(_it.Province(Coverage).Simulated);

        var changed = _it.Apply(Make.Province(Coverage, "2022-12", 11));

        var state = _it.Province(Coverage);
        Assert.Equal((11, false), (state.Value, state.Simulated));
        Assert.Equal(DataState.Stale, state.DataState);
        Assert.Single(state.History);
        Assert.Equal([EvaluatorFixture.ProvinceKey(Coverage)], changed);
        Assert.Empty(_it.Apply(Make.Province(Coverage, "2026-07-10", 71, simulated: true)));
    }

    [Fact]
    public void Simulated_CommunesBesideARealProvinceFigure_GiveNoRollUp()
    {
        _it.Apply(Make.Province(Coverage, "2024-12", 11));
        _it.Apply([.. Enumerable.Range(1, 4).Select(i => Make.Commune(Coverage, i, "2026-06", 90, simulated: true))]);

        var state = _it.Province(Coverage);

        Assert.Equal((11, FigureOrigin.Reported), (state.Value, state.Origin));
        Assert.Null(state.Alternative);
        Assert.Equal(90, _it.Commune(Coverage, 1).Value);
    }

    [Fact]
    public void Simulated_BesideRealPartsOfOtherCommunes_MarksTheRollUp()
    {
        _it.Apply(
            Make.Commune(Coverage, 1, "2026-06", 10),
            Make.Commune(Coverage, 1, "2026-06", 99, simulated: true),
            Make.Commune(Coverage, 2, "2026-06", 40, simulated: true),
            Make.Commune(Coverage, 3, "2026-06", 40, simulated: true),
            Make.Commune(Coverage, 4, "2026-06", 40, simulated: true));

        var state = _it.Province(Coverage);

        Assert.Equal((37, true), (state.Value, state.Simulated));
        Assert.False(_it.Commune(Coverage, 1).Simulated);
    }

    [Fact]
    public void Simulated_ProvinceBesideARealRollUp_GivesWay()
    {
        _it.Apply(Make.Province(Coverage, "2026-07-14", 80, simulated: true));
        _it.Apply([.. Enumerable.Range(2, 3).Select(i => Make.Commune(Coverage, i, "2026-06", 50))]);

        var state = _it.Province(Coverage);

        Assert.Equal((50, false, FigureOrigin.RolledUp), (state.Value, state.Simulated, state.Origin));
        Assert.Null(state.Alternative);
    }

    [Fact]
    public void Simulated_ARealFigureOfAnAgency_HidesItsSimulatedSiblings()
    {
        var simulated = Make.Make(Organisations, Province, "2026-Q2", 5, simulated: true, agency: "b");
        _it.Apply(simulated);

        var changed = _it.Apply(Make.Make(Organisations, Province, "2026-Q2", 3, agency: "a"));

        Assert.Null(_it.Evaluator.Evaluate(simulated.Series, EvaluatorFixture.Now).Value);
        Assert.Equal(3, changed.Count);
        Assert.Equal((3, false), (_it.Province(Organisations).Value, _it.Province(Organisations).Simulated));
    }

    [Fact]
    public void OtherMethod_AloneIsShownButNotJudged()
    {
        _it.Apply(Make.Make(Coverage, Province, "2026-06", 99, method: "người dùng"));

        var state = _it.Province(Coverage);

        Assert.Equal((99, "người dùng"), (state.Value, state.Method));
        Assert.Equal((Standing.Unknown, StandingReason.OtherMethod), (state.Standing, state.StandingReason));
        Assert.Null(state.Gap);
        Assert.NotNull(state.PathToday);
    }

    [Fact]
    public void OtherMethod_BesideAnOlderFigureOfThePlansMethod_IsNotShown()
    {
        _it.Apply(Make.Province(Coverage, "2025-06", 21), Make.Make(Coverage, Province, "2026-06", 99, method: "người dùng"));

        Assert.Equal(21, _it.Province(Coverage).Value);
        Assert.Equal([21m], _it.Province(Coverage).History.Select(p => p.Value));
    }

    [Fact]
    public void OtherMethod_OfACommune_IsNoPart()
    {
        _it.Apply(Make.Make(Coverage, Commune(1), "2026-06", 99, method: "x"), Make.Commune(Coverage, 2, "2026-06", 50));

        Assert.Equal(50, _it.Province(Coverage).Value);
    }

    [Fact]
    public void Standing_ComparesWithThePathAtTheEndOfTheFiguresOwnPeriod()
    {
        _it.Apply(Make.Province(Coverage, "2025-12", 32));

        var state = _it.Province(Coverage);

        Assert.Equal(30m, Math.Round(state.PathAtPeriodEnd!.Value, 1));
        Assert.True(state.PathToday > 35);
        Assert.Equal(state.Value - state.PathAtPeriodEnd, state.Gap);
        Assert.Equal(Standing.OnPath, state.Standing);
        Assert.Equal(2030, state.NextTarget!.Year);
        Assert.True(state.RequiredPacePerMonth > 0);
    }

    [Fact]
    public void Standing_OfACommunesCount_IsNotJudged()
    {
        _it.Apply(Make.Commune(Enterprises, 1, "2026-06", 5), Make.Commune(Coverage, 1, "2026-06", 5));

        var count = _it.Commune(Enterprises, 1);
        Assert.Equal(StandingReason.NotJudgedHere, count.StandingReason);
        Assert.Null(count.NextTarget);
        Assert.Null(count.PathToday);
        Assert.Equal(Standing.Behind, _it.Commune(Coverage, 1).Standing);
    }

    [Fact]
    public void Nothing_OfTheProvince_StillShowsTargetPathAndComparisons()
    {
        _it.Apply(Make.Make(Coverage, "vn", "2026-02", 61.2m));

        var state = _it.Province(Coverage);

        Assert.Equal((FigureOrigin.None, StandingReason.NoFigure, DataState.Missing), (state.Origin, state.StandingReason, state.DataState));
        Assert.Equal(2030, state.NextTarget!.Year);
        Assert.NotNull(state.PathToday);
        Assert.Equal(61.2m, Assert.Single(state.Comparisons).Value);
    }

    [Fact]
    public void Nothing_OfAnUnknownIndicator_IsEmpty()
    {
        Assert.Empty(_it.Apply(Make.Province("unknown", "2026-06", 1), Make.Make(Coverage, "99999", "2026-06", 1)));
        Assert.Equal(StandingReason.NoFigure, _it.Province("unknown").StandingReason);
    }

    [Fact]
    public void Comparisons_StandInTheOrderPredecessorsCountryBenchmarks()
    {
        _it.Apply(
            Make.Make(Coverage, "benchmark-x", "2026-01", 4),
            Make.Make(Coverage, "vn", "2026-01", 3),
            Make.Make(Coverage, "old-b", "2025-06", 2),
            Make.Make(Coverage, "old-a", "2025-06", 1),
            Make.Make(Coverage, "old-a", "2024-06", 9),
            Make.Make(Coverage, "vn", "2026-06", 77, simulated: true));

        Assert.Equal(["old-a", "old-b", "vn", "benchmark-x"], _it.Province(Coverage).Comparisons.Select(c => c.Area));
        Assert.Equal([1m, 2m, 3m, 4m], _it.Province(Coverage).Comparisons.Select(c => c.Value));
        Assert.Equal(StandingReason.NotJudgedHere, _it.Evaluator.Evaluate(new(Coverage, "old-a"), EvaluatorFixture.Now).StandingReason);
    }

    [Fact]
    public void Baseline_FirstOfTwoRealFigures_IsFoundOnceAndKept()
    {
        _it.Apply(Make.Make(Hdi, "old-a", "2022", 0.1m), Make.Make(Hdi, Province, "2022", 0.2m, simulated: true));
        _it.Apply(Make.Make(Hdi, Province, "2021", 0.3m, method: "khác"), Make.Province(Hdi, "2024", 0.6m));
        Assert.Empty(_it.Evaluator.TakeNewBaselines());
        Assert.Equal(StandingReason.NoPath, _it.Province(Hdi).StandingReason);

        _it.Apply(Make.Province(Hdi, "2025", 0.7m));
        var found = Assert.Single(_it.Evaluator.TakeNewBaselines());
        _it.Apply(Make.Province(Hdi, "2023", 0.5m));

        Assert.Equal((0.6m, new DateOnly(2024, 12, 31)), (found.Baseline.Value, found.Baseline.Date));
        Assert.Equal(EvaluatorFixture.ProvinceKey(Hdi), found.Series);
        Assert.Equal(StandingReason.None, _it.Province(Hdi).StandingReason);
        Assert.Empty(_it.Evaluator.TakeNewBaselines());
    }

    [Fact]
    public void Baseline_KeptByTheStore_IsUsedAgain()
    {
        var kept = new Baseline(0.4m, new DateOnly(2023, 12, 31), "kept");
        _it.Evaluator.Load(new()
        {
            Commit = 3,
            Observations = [Make.Province(Hdi, "2024", 0.6m), Make.Province(Hdi, "2025", 0.7m)],
            Baselines = new Dictionary<SeriesKey, Baseline> { [EvaluatorFixture.ProvinceKey(Hdi)] = kept },
        });

        Assert.Empty(_it.Evaluator.TakeNewBaselines());
        Assert.InRange(_it.Province(Hdi).PathAtPeriodEnd!.Value, 0.5m, 0.6m);
    }

    [Fact]
    public void Baseline_OfAFlow_IsItsFirstFullYearOnceAnotherHasBegun()
    {
        _it.Apply(Make.Province(Applications, "2023-12", 5), Make.Province(Applications, "2024-01/2024-06", 40), Make.Province(Applications, "2024-07/2024-12", 60));
        Assert.Empty(_it.Evaluator.TakeNewBaselines());

        _it.Apply(Make.Province(Applications, "2025-01", 9));

        var found = Assert.Single(_it.Evaluator.TakeNewBaselines());
        Assert.Equal((100m, new DateOnly(2024, 12, 31)), (found.Baseline.Value, found.Baseline.Date));
    }

    [Fact]
    public void Flow_YearToDate_IsJudgedByTheShareOfTheYear()
    {
        _it.Apply([.. Enumerable.Range(1, 6).Select(m => Make.Province(Applications, $"2026-{m:00}", 10))]);

        var state = _it.Province(Applications);

        Assert.Equal((60, FigureOrigin.YearToDate, "2026-01/2026-06"), (state.Value, state.Origin, state.Period!.Text));
        Assert.InRange(state.PathAtPeriodEnd!.Value, 59, 60);
        Assert.Equal(Standing.OnPath, state.Standing);
        Assert.Equal([10m, 20m, 30m, 40m, 50m, 60m], state.History.Select(p => p.Value));
        Assert.Null(state.ObservationId);
    }

    [Fact]
    public void Flow_WithAHole_NamesTheMonthAndHasNoStanding()
    {
        _it.Apply(Make.Province(Applications, "2026-01", 10), Make.Province(Applications, "2026-03", 12));

        var state = _it.Province(Applications);

        Assert.Equal((22, StandingReason.Gap), (state.Value, state.StandingReason));
        Assert.Equal([2], state.MissingMonths);
    }

    [Fact]
    public void Flow_BeforeTheYearsFirstFigure_ShowsLastYearsTotal()
    {
        _it.Apply([.. Enumerable.Range(1, 4).Select(q => Make.Province(Applications, $"2025-Q{q}", 30))]);
        Assert.Equal((120, FigureOrigin.LastYear, "2025"), (_it.Province(Applications).Value, _it.Province(Applications).Origin, _it.Province(Applications).Period!.Text));
        Assert.Equal(StandingReason.LastYear, _it.Province(Applications).StandingReason);

        _it.Apply(Make.Province(Applications, "2026-01", 7));

        Assert.Equal((7, FigureOrigin.YearToDate), (_it.Province(Applications).Value, _it.Province(Applications).Origin));
    }

    [Fact]
    public void Flow_OtherMethodAndSimulated_AreNotSummed()
    {
        _it.Apply(
            Make.Province(Applications, "2026-01", 10),
            Make.Make(Applications, Province, "2026-02", 20, method: "x"),
            Make.Province(Applications, "2026-02", 30, simulated: true));

        Assert.Equal((10, "2026-01"), (_it.Province(Applications).Value, _it.Province(Applications).Period!.Text));
    }

    [Fact]
    public void History_KeepsTheFortyNewestOldestFirst()
    {
        var first = new DateOnly(2026, 4, 1);
        var all = Enumerable.Range(0, 60).Select(i => Make.Province(Coverage, first.AddDays(i).ToString("yyyy-MM-dd", null), i)).ToList();

        _it.Apply([.. all.Skip(10), .. all.Take(10)]);

        Assert.Equal(Enumerable.Range(20, 40).Select(i => (decimal)i), _it.Province(Coverage).History.Select(p => p.Value));
    }

    [Fact]
    public void Apply_AnOldPeriodIntoAFullHistory_ChangesNothing()
    {
        var first = new DateOnly(2026, 4, 1);
        _it.Apply([.. Enumerable.Range(0, 40).Select(i => Make.Province(Coverage, first.AddDays(i).ToString("yyyy-MM-dd", null), i))]);

        Assert.Empty(_it.Apply(Make.Province(Coverage, "2020", 3)));
        Assert.Equal(40, _it.Province(Coverage).History.Count);
    }

    [Fact]
    public void Apply_GivesExactlyTheAffectedKeys()
    {
        var province = EvaluatorFixture.ProvinceKey(Coverage);

        Assert.Equal([province], _it.Apply(Make.Province(Coverage, "2026-06", 1)));
        Assert.Equal([EvaluatorFixture.CommuneKey(Coverage, 2), province], _it.Apply(Make.Commune(Coverage, 2, "2026-06", 1)).Order());
        Assert.Equal([province, new(Coverage, "vn")], _it.Apply(Make.Make(Coverage, "vn", "2026-06", 1)).Order());
        Assert.Equal([new SeriesKey(Coverage, Province, "a")], _it.Apply(Make.Make(Coverage, Province, "2026-06", 1, agency: "a")));
        Assert.Equal([EvaluatorFixture.CommuneKey(Hdi, 2)], _it.Apply(Make.Commune(Hdi, 2, "2025", 1)));
    }

    [Fact]
    public void Apply_ABaselinesArrival_AlsoNamesWhatItsPathNowJudges()
    {
        var it = new EvaluatorFixture(Create(adjust: i => i.Code == Hdi ? i with { Breakdown = Breakdown.Commune } : i));
        it.Apply(it.Make.Province(Hdi, "2023", 0.5m), it.Make.Commune(Hdi, 1, "2024", 0.5m));

        var changed = it.Apply(it.Make.Province(Hdi, "2024", 0.6m));

        Assert.Equal([EvaluatorFixture.CommuneKey(Hdi, 1), EvaluatorFixture.ProvinceKey(Hdi)], changed.Order());
    }

    [Fact]
    public void Keys_HoldTheCataloguesProvinceSeriesAndAllSeen()
    {
        var before = _it.Evaluator.Keys.Count;
        _it.Apply(Make.Commune(Coverage, 2, "2026-06", 1), Make.Province(Coverage, "2026-06", 1));

        Assert.Equal(6, before);
        Assert.Equal(7, _it.Evaluator.Keys.Count);
        Assert.Contains(EvaluatorFixture.CommuneKey(Coverage, 2), _it.Evaluator.Keys);
    }

    [Fact]
    public void FeedFailed_PutsItsFiguresInError()
    {
        _it.Apply(Make.Province(Coverage, "2026-06", 30));

        _it.Evaluator.SetFeedFailed("feed", true);
        Assert.Equal(DataState.Error, _it.Province(Coverage).DataState);

        _it.Evaluator.SetFeedFailed("feed", false);
        Assert.Equal(DataState.Fresh, _it.Province(Coverage).DataState);
    }
}
