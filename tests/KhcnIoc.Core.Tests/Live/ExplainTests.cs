using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.Core.Tests.Live.EvaluatorFixture;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public class ExplainTests
{
    private readonly EvaluatorFixture _given = new();

    [Fact]
    public void Explain_MeanByPopulation_ListsAllCommunesWithWeightsAndShares()
    {
        _given.Apply(_given.Make.Commune(Coverage, 1, "2026-06", 40), _given.Make.Commune(Coverage, 3, "2026-06", 60));

        var explanation = Explain(Coverage);

        Assert.Equal((FigureFormula.WeightedMean, FigureChoice.Only, "population", 4000m), (explanation.Formula, explanation.Choice, explanation.Weight, explanation.CountedWeight));
        Assert.Equal(
            [("00001", 1000m, 0.25m, PartExclusion.None), ("00002", null, 0m, PartExclusion.NoFigure), ("00003", 3000m, 0.75m, PartExclusion.None), ("00004", null, 0m, PartExclusion.NoFigure)],
            explanation.Parts.Select(p => (p.Key.Area, p.Weight, p.Share, p.Exclusion)));
        Assert.Equal(55, explanation.Figure.Value);
        Assert.Empty(explanation.Observations);
    }

    [Fact]
    public void Explain_PartsThatDoNotCount_SayWhy()
    {
        _given.Apply(
            _given.Make.Commune(Households, 1, "2026-06", 40, weight: 10),
            _given.Make.Commune(Households, 2, "2026-06", 40),
            _given.Make.Make(Households, Commune(3), "2026-06", 50, method: "theo hộ", weight: 5));

        Assert.Equal([PartExclusion.None, PartExclusion.NoWeight, PartExclusion.OtherMethod, PartExclusion.NoFigure], Explain(Households).Parts.Select(p => p.Exclusion));
    }

    [Fact]
    public void Explain_OnlyPartsThatDoNotCount_HasNoFigureButTheReasons()
    {
        _given.Apply(_given.Make.Commune(Households, 2, "2026-06", 40));

        var explanation = Explain(Households);

        Assert.Equal((FigureFormula.None, (decimal?)null), (explanation.Formula, explanation.CountedWeight));
        Assert.Contains(explanation.Parts, p => p.Exclusion == PartExclusion.NoWeight);
    }

    [Fact]
    public void Explain_SimulatedPartBesideARealProvince_IsLeftOut()
    {
        _given.Apply(_given.Make.Province(Coverage, "2025-01", 30), _given.Make.Commune(Coverage, 1, "2026-06", 40, simulated: true), _given.Make.Commune(Coverage, 2, "2026-06", 40));

        Assert.Equal([PartExclusion.Simulated, PartExclusion.None, PartExclusion.NoFigure, PartExclusion.NoFigure], Explain(Coverage).Parts.Select(p => p.Exclusion));
    }

    [Fact]
    public void Explain_FlowOfAPart_StandsOnAllPeriodsOfItsYear()
    {
        _given.Apply(
            _given.Make.Commune(Applications, 1, "2026-Q1", 12), _given.Make.Commune(Applications, 1, "2026-04", 3), _given.Make.Commune(Applications, 1, "2025-12", 99),
            _given.Make.Commune(Applications, 2, "2025", 50));

        var part = _given.Evaluator.Explain(CommuneKey(Applications, 1), Now);
        Assert.Equal((FigureFormula.YearToDate, 15m), (part.Formula, part.Figure.Value));
        Assert.Equal(["2026-Q1", "2026-04"], part.Observations.Select(o => o.Period.Text));

        var province = Explain(Applications);
        Assert.Equal((FigureFormula.Sum, 15m, null), (province.Formula, province.Figure.Value, province.CountedWeight));
        Assert.Equal([PartExclusion.None, PartExclusion.OtherYear, PartExclusion.NoFigure, PartExclusion.NoFigure], province.Parts.Select(p => p.Exclusion));
        Assert.Equal([1m, 0, 0, 0], province.Parts.Select(p => p.Share));
    }

    [Fact]
    public void Explain_LastYearsTotal_StandsOnLastYearsPeriods()
    {
        _given.Apply(_given.Make.Commune(Applications, 1, "2025-01/2025-06", 40), _given.Make.Commune(Applications, 1, "2025-Q3", 9));

        var part = _given.Evaluator.Explain(CommuneKey(Applications, 1), Now);

        Assert.Equal((FigureOrigin.LastYear, 49m, 2), (part.Figure.Origin, part.Figure.Value, part.Observations.Count));
    }

    [Fact]
    public void Explain_AgencySum_ListsTheAgenciesSeen()
    {
        _given.Apply(_given.Make.Make(Organisations, Province, "2026-Q2", 3, agency: "b"), _given.Make.Make(Organisations, Province, "2026-Q2", 4, agency: "a"));

        var explanation = Explain(Organisations);

        Assert.Equal((FigureFormula.Sum, 7m), (explanation.Formula, explanation.Figure.Value));
        Assert.Equal([("a", 0.5m), ("b", 0.5m)], explanation.Parts.Select(p => (p.Key.Agency, p.Share)));
    }

    [Fact]
    public void Explain_ReportedBesideARollUp_KeepsBothAndSaysWhy()
    {
        var all = Enumerable.Range(1, 4).Select(i => _given.Make.Commune(Coverage, i, "2026-06", 40)).ToArray();
        _given.Apply(all);

        _given.Apply(_given.Make.Province(Coverage, "2025-11", 30));
        var old = Explain(Coverage);
        _given.Apply(_given.Make.Province(Coverage, "2026-06", 31));
        var current = Explain(Coverage);

        Assert.Equal((FigureChoice.RollUpIsCurrent, 40m, 30m), (old.Choice, old.Figure.Value, old.Observations.Single().Value));
        Assert.Equal((FigureChoice.ReportedIsCurrent, FigureFormula.Observation, 31m, 4), (current.Choice, current.Formula, current.Observations.Single().Value, current.Parts.Count));
    }

    [Theory]
    [InlineData(RollUpPolicy.ReportedOnly, FigureChoice.Policy)]
    [InlineData(RollUpPolicy.RolledUpOnly, FigureChoice.Policy)]
    [InlineData(RollUpPolicy.ReportedThenRolledUp, FigureChoice.ReportedIsCurrent)]
    public void Explain_Policy_IsNamed(RollUpPolicy policy, FigureChoice choice)
    {
        var given = new EvaluatorFixture(Create(adjust: i => i with { RollUpPolicy = policy }));
        given.Apply(given.Make.Commune(Coverage, 1, "2026-06", 40), given.Make.Province(Coverage, "2026-06", 31));

        Assert.Equal(choice, given.Evaluator.Explain(ProvinceKey(Coverage), Now).Choice);
    }

    [Fact]
    public void Choose_WhatNoOtherTestReaches_IsNamed()
    {
        var rolledUp = new FigureState { Key = ProvinceKey(Coverage), Value = 1, Origin = FigureOrigin.RolledUp, ShareReported = 0.8m, EffectiveEnd = Now, DataState = DataState.Fresh };
        var reported = new FigureState { Key = ProvinceKey(Coverage), Value = 2, Origin = FigureOrigin.Reported, EffectiveEnd = Now.AddDays(-1), DataState = DataState.Fresh };

        Assert.Equal((ShownFigure.RolledUp, FigureChoice.OtherMethod), Choose(reported with { Method = "x" }, rolledUp));
        Assert.Equal((ShownFigure.RolledUp, FigureChoice.RealParts), Choose(reported with { Simulated = true }, rolledUp));
        Assert.Equal((ShownFigure.RolledUp, FigureChoice.ThisYear), Choose(reported with { Origin = FigureOrigin.LastYear }, rolledUp));
        Assert.Equal((ShownFigure.Reported, FigureChoice.ReportedIsCurrent), Choose(reported with { Origin = FigureOrigin.LastYear }, rolledUp with { ShareReported = 0.7m }));
        Assert.Equal((ShownFigure.RolledUp, FigureChoice.Younger), Choose(reported with { DataState = DataState.Stale }, rolledUp with { ShareReported = 0.7m }));
        Assert.Equal((ShownFigure.Neither, FigureChoice.Only), Choose(null, null));

        static (ShownFigure, FigureChoice) Choose(FigureState? reported, FigureState? rolledUp) => ReportedOrRolledUp.Choose(RollUpPolicy.ReportedThenRolledUp, reported, rolledUp);
    }

    private FigureExplanation Explain(string indicator) => _given.Evaluator.Explain(ProvinceKey(indicator), Now);
}
