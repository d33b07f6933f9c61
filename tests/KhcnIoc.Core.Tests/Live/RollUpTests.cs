using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public sealed class RollUpTests
{
    private readonly EvaluatorFixture _it = new();

    private SampleObservations Make => _it.Make;

    [Fact]
    public void Mean_IsWeightedByPopulation()
    {
        _it.Apply(Parts(Coverage, "2026-06", 10, 20, 30, 40));

        var state = _it.Province(Coverage);

        Assert.Equal((30, FigureOrigin.RolledUp, "2026-06"), (state.Value, state.Origin, state.Period!.Text));
        Assert.Equal(1, state.ShareReported);
        Assert.Equal(Standing.Behind, state.Standing);
        Assert.Null(state.ObservationId);
    }

    [Fact]
    public void Mean_ByWeightsThatCameWithTheFigures_LeavesOutPartsWithoutOne()
    {
        _it.Apply(
            Make.Commune(Households, 1, "2026-06", 10, weight: 300),
            Make.Commune(Households, 2, "2026-06", 50, weight: 100),
            Make.Commune(Households, 3, "2026-06", 99));

        Assert.Equal((20, 0.5m), (_it.Province(Households).Value, _it.Province(Households).ShareReported));
    }

    [Fact]
    public void Mean_WithoutAnyWeight_IsNone()
    {
        _it.Apply(Make.Commune(Households, 1, "2026-06", 10), Make.Commune(Households, 2, "2026-06", 50));

        Assert.Equal(FigureOrigin.None, _it.Province(Households).Origin);
    }

    [Fact]
    public void Mean_OfTooLittleOfTheProvince_IsShownButNotJudged()
    {
        _it.Apply(Make.Commune(Coverage, 1, "2026-06", 91));

        var state = _it.Province(Coverage);

        Assert.Equal((91, 0.1m), (state.Value, state.ShareReported));
        Assert.Equal(StandingReason.Incomplete, state.StandingReason);
    }

    [Fact]
    public void Share_CountsOnlyPartsWithinTheCadence()
    {
        _it.Apply(Make.Commune(Coverage, 1, "2025-06", 10), Make.Commune(Coverage, 2, "2026-06", 10), Make.Commune(Coverage, 3, "2026-05", 10), Make.Commune(Coverage, 4, "2026-06", 10));

        var state = _it.Province(Coverage);

        Assert.Equal(0.9m, state.ShareReported);
        Assert.Equal(Period.Parse("2026-05").End, state.EffectiveEnd);
        Assert.Equal("2026-06", state.Period!.Text);
    }

    [Fact]
    public void Age_WhereNoPartIsWithinTheCadence_IsTheOldests()
    {
        _it.Apply(Make.Commune(Coverage, 1, "2025-06", 10), Make.Commune(Coverage, 2, "2025-07", 10));

        Assert.Equal((0m, Period.Parse("2025-06").End), (_it.Province(Coverage).ShareReported!.Value, _it.Province(Coverage).EffectiveEnd!.Value));
        Assert.Equal(DataState.Stale, _it.Province(Coverage).DataState);
    }

    [Fact]
    public void Period_OfPartsOfDifferentKinds_IsTheDayOfTheOldestCountedPart()
    {
        _it.Apply(Make.Commune(Coverage, 1, "2026-06", 10), Make.Commune(Coverage, 2, "2026-07-10", 10));

        Assert.Equal("2026-06-30", _it.Province(Coverage).Period!.Text);
    }

    [Fact]
    public void Sum_OfAllParts_IsJudged()
    {
        _it.Apply(Parts(Enterprises, "2026-06", 1, 2, 3, 4));

        Assert.Equal((10, false, 1m), (_it.Province(Enterprises).Value, _it.Province(Enterprises).AtLeast, _it.Province(Enterprises).ShareReported));
        Assert.Equal(Standing.Behind, _it.Province(Enterprises).Standing);
    }

    [Fact]
    public void Sum_WithoutAPart_IsAtLeast()
    {
        _it.Apply(Parts(Enterprises, "2026-06", 1, 2, 3));

        var state = _it.Province(Enterprises);

        Assert.Equal((6, true, 0.75m), (state.Value, state.AtLeast, state.ShareReported));
        Assert.Equal((Standing.Unknown, StandingReason.Incomplete), (state.Standing, state.StandingReason));
    }

    [Fact]
    public void Agencies_AreSummedWhereTheyFeedTheProvince()
    {
        _it.Apply(
            Make.Make(Organisations, Province, "2026-Q2", 3, agency: "a"),
            Make.Make(Organisations, Province, "2026-Q2", 4, agency: "b"),
            Make.Commune(Organisations, 1, "2026-06", 99));

        Assert.Equal((7, false, 1m), (_it.Province(Organisations).Value, _it.Province(Organisations).AtLeast, _it.Province(Organisations).ShareReported));
        Assert.Equal(StandingReason.NoTarget, _it.Province(Organisations).StandingReason);
    }

    [Fact]
    public void Flows_OfCommunes_AddUpToTheProvincesYear()
    {
        _it.Apply([.. from commune in Enumerable.Range(1, 4) from month in Enumerable.Range(1, 6) select Make.Commune(Applications, commune, $"2026-{month:00}", commune)]);

        var state = _it.Province(Applications);

        Assert.Equal((60, FigureOrigin.RolledUp, "2026-01/2026-06"), (state.Value, state.Origin, state.Period!.Text));
        Assert.Equal([10m, 20m, 30m, 40m, 50m, 60m], state.History.Select(p => p.Value));
        Assert.Equal(Standing.OnPath, state.Standing);
    }

    [Fact]
    public void Flows_WithOnePartsHole_HaveNoStanding()
    {
        _it.Apply([.. Enumerable.Range(1, 4).Select(i => Make.Commune(Applications, i, "2026-01", 1)), Make.Commune(Applications, 1, "2026-03", 1)]);

        Assert.Equal([2], _it.Province(Applications).MissingMonths);
        Assert.Equal(StandingReason.Gap, _it.Province(Applications).StandingReason);
    }

    [Fact]
    public void Flows_OfLastYearOnly_AreLastYears()
    {
        _it.Apply(Parts(Applications, "2025", 1, 2, 3, 4));

        Assert.Equal((10, FigureOrigin.LastYear, StandingReason.LastYear), (_it.Province(Applications).Value, _it.Province(Applications).Origin, _it.Province(Applications).StandingReason));
    }

    [Fact]
    public void History_IsTheRollUpAtEachPastMoment()
    {
        _it.Apply([.. Parts(Coverage, "2026-04", 10, 10, 10, 10), .. Parts(Coverage, "2026-05", 10, 20, 30, 40), Make.Commune(Coverage, 4, "2026-06", 50)]);

        Assert.Equal([10m, 30m, 34m], _it.Province(Coverage).History.Select(p => p.Value));
    }

    [Fact]
    public void History_OfASum_BeginsWhereAllPartsReport()
    {
        _it.Apply([Make.Commune(Enterprises, 1, "2026-04", 100), .. Parts(Enterprises, "2026-05", 1, 2, 3, 4)]);

        Assert.Equal([10m], _it.Province(Enterprises).History.Select(p => p.Value));
    }

    [Theory]
    [InlineData("2026-06", 4, "2026-06", FigureOrigin.Reported)] // fresh
    [InlineData("2025-06", 4, "2026-06", FigureOrigin.RolledUp)] // stale, enough weight
    [InlineData("2026-01", 2, "2026-06", FigureOrigin.RolledUp)] // stale, too little weight, the roll-up is younger
    [InlineData("2026-01", 4, "2025-12", FigureOrigin.Reported)] // both stale, the reported is younger
    public void ReportedOrRolledUp_ByDefault_FollowsFreshnessThenShareThenAge(string reported, int communes, string parts, FigureOrigin expected)
    {
        _it.Apply(Make.Province(Coverage, reported, 30));
        _it.Apply([.. Enumerable.Range(1, communes).Select(i => Make.Commune(Coverage, i, parts, 40))]);

        var state = _it.Province(Coverage);

        Assert.Equal(expected, state.Origin);
        Assert.NotNull(state.Alternative);
        Assert.NotEqual(expected, state.Alternative.Origin);
        Assert.Null(state.Alternative.Alternative);
    }

    [Theory]
    [InlineData(RollUpPolicy.ReportedOnly, FigureOrigin.Reported)]
    [InlineData(RollUpPolicy.RolledUpOnly, FigureOrigin.RolledUp)]
    public void ReportedOrRolledUp_ThePacksPolicy_Overrides(RollUpPolicy policy, FigureOrigin expected)
    {
        var it = new EvaluatorFixture(Create(adjust: i => i with { RollUpPolicy = policy }));
        it.Apply(it.Make.Province(Coverage, "2025-06", 30), it.Make.Commune(Coverage, 1, "2024-06", 40));

        Assert.Equal(expected, it.Province(Coverage).Origin);
        Assert.NotNull(it.Province(Coverage).Alternative);
    }

    [Theory]
    [InlineData(3, FigureOrigin.LastYear)]
    [InlineData(4, FigureOrigin.RolledUp)]
    public void ReportedOrRolledUp_LastYearsTotal_GivesWayOnceEnoughPartsHaveBegunTheYear(int communes, FigureOrigin expected)
    {
        // A flow of a yearly cadence, so that last year's total still is fresh in July.
        var it = new EvaluatorFixture(Create(adjust: i => i with { Cadence = Cadence.Yearly }));
        it.Apply(it.Make.Province(Applications, "2025", 100));
        it.Apply([.. Enumerable.Range(1, communes).Select(i => it.Make.Commune(Applications, i, "2026-Q1", 5))]);

        Assert.Equal(expected, it.Province(Applications).Origin);
    }

    [Fact]
    public void ReportedOrRolledUp_AFreshReportedFigureOfAnotherMethod_GivesWayToAnyRollUp()
    {
        _it.Apply(Make.Make(Coverage, Province, "2026-06", 99, method: "khác"), Make.Commune(Coverage, 1, "2026-06", 10));

        Assert.Equal((10, "khác"), (_it.Province(Coverage).Value, _it.Province(Coverage).Alternative!.Method));
    }

    [Fact]
    public void FeedFailed_TakesItsPartsOutOfTheShare()
    {
        _it.Apply(Parts(Coverage, "2026-06", 10, 20, 30, 40));

        _it.Evaluator.SetFeedFailed("feed", true);

        Assert.Equal((0m, DataState.Error), (_it.Province(Coverage).ShareReported!.Value, _it.Province(Coverage).DataState));
    }

    private Core.Feeds.Observation[] Parts(string indicator, string period, params decimal[] values) =>
        [.. values.Select((value, i) => Make.Commune(indicator, i + 1, period, value))];
}
