using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public class DoubtsTests
{
    private static readonly Core.Packs.ProvincePack s_pack = Merged();
    private static readonly Provenance s_document = new() { Title = "Báo cáo" };
    private readonly SampleObservations _make = new();

    [Fact]
    public void Of_APlainFigureWithADocument_HasNone() => Assert.Empty(Of(Figure("2026-06", 30)));

    [Fact]
    public void Of_WhatTheFigureItselfSays_IsNamedInOrder()
    {
        var figure = Figure("2026-06", 30) with { Qualifier = ValueQualifier.AtLeast, Method = "theo hộ", Restated = true, Revision = 3, Simulated = true };
        var before = Figure("2026-06", 29) with { Revision = 2 };

        Assert.Equal(
            [new(DoubtKind.Inexact, Detail: "≥"), new(DoubtKind.OtherMethod, Detail: "theo hộ"), new(DoubtKind.Restated), new(DoubtKind.Revised, 29), new(DoubtKind.Simulated)],
            Doubts.Of(s_pack, figure, [], [before, before with { Revision = 1, Value = 1 }, figure]));
        Assert.Equal([new(DoubtKind.NoDocument)], Of(Figure("2026-06", 30) with { Source = null }));
    }

    [Theory]
    [InlineData("2025", false, true)]
    [InlineData("2025-06", false, false)]
    [InlineData("2025-07", false, false)]
    [InlineData("2025-Q3", false, false)]
    [InlineData("2025-06/2025-08", false, true)]
    [InlineData("2025", true, false)]
    public void Of_APeriodAcrossTheMerger_IsDoubtfulUnlessRestated(string period, bool restated, bool doubtful) =>
        Assert.Equal(doubtful, Of(Figure(period, 30) with { Restated = restated }).Any(d => d.Kind == DoubtKind.AcrossMerger));

    [Theory]
    [InlineData(30.0, ValueQualifier.Exact, 30.04, ValueQualifier.Exact, false)]
    [InlineData(30.0, ValueQualifier.Exact, 30.1, ValueQualifier.Exact, true)]
    [InlineData(30.0, ValueQualifier.Exact, 29, ValueQualifier.AtLeast, false)]
    [InlineData(30.0, ValueQualifier.Exact, 31, ValueQualifier.AtLeast, true)]
    [InlineData(30.0, ValueQualifier.AtMost, 31, ValueQualifier.Exact, true)]
    [InlineData(30.0, ValueQualifier.AtMost, 29, ValueQualifier.About, false)]
    [InlineData(30.0, ValueQualifier.AtLeast, 31, ValueQualifier.AtLeast, false)]
    public void Of_AnotherFeedsValue_ContradictsWhereBothCannotBeTrue(double mine, ValueQualifier myQualifier, double its, ValueQualifier itsQualifier, bool contradicts)
    {
        var other = Figure("2026-06", (decimal)its, "other") with { Qualifier = itsQualifier };

        var doubts = Doubts.Of(s_pack, Figure("2026-06", (decimal)mine) with { Qualifier = myQualifier }, [other, other with { Revision = 0, Value = 1 }], []);

        Assert.Equal(contradicts ? [new(DoubtKind.Contradicted, (decimal)its, "other")] : [], doubts.Where(d => d.Kind == DoubtKind.Contradicted));
    }

    [Fact]
    public void Of_AnotherMethodOrASimulatedFeed_ContradictsNothing() =>
        Assert.Empty(Doubts.Of(s_pack, Figure("2026-06", 30), [Figure("2026-06", 50, "a") with { Method = "khác" }, Figure("2026-06", 60, "b") with { Simulated = true }], []));

    [Fact]
    public void Of_AStepFarBeyondTheUsual_IsAJump()
    {
        // Steps 1.0 1.2 0.8 1.0 1.1: median 1.0, MAD 0.1, spread 0.14826. The next step 2.0 is 6.7 times that away; 1.8 only 5.4 times.
        decimal[] values = [20, 21, 22.2m, 23, 24, 25.1m];

        Assert.Equal([new(DoubtKind.Jump, 6.7m)], After(values, 27.1m));
        Assert.Empty(After(values, 26.9m));
        Assert.Equal([new(DoubtKind.Jump, 20.9m)], After(values, 23));
    }

    [Fact]
    public void Of_TooFewSteps_IsNoJump() => Assert.Empty(After([20, 21, 22, 23, 24], 90));

    [Fact]
    public void Of_AFlatSeries_JumpsBySixShownStepsNotByOne()
    {
        decimal[] flat = [20, 20, 20, 20, 20, 20];

        Assert.Empty(After(flat, 20.6m));
        Assert.Equal([new(DoubtKind.Jump, 7)], After(flat, 20.7m));
    }

    [Fact]
    public void Of_AMissingMonth_IsNoJump()
    {
        var series = Series([20, 21, 22, 23, 24, 25, 26]);

        Assert.Empty(Doubts.Of(s_pack, Figure("2026-10", 29), series, []));
        Assert.Contains(Doubts.Of(s_pack, Figure("2026-08", 29), series, []), d => d.Kind == DoubtKind.Jump);
    }

    [Fact]
    public void Of_AnEarlierJump_NeitherHidesTheNextNorAccusesWhatFollows()
    {
        decimal[] jumped = [20, 21, 22, 23, 24, 60, 61, 62];

        Assert.Empty(After(jumped, 63));
        Assert.Contains(After(jumped, 90), d => d.Kind == DoubtKind.Jump);
    }

    [Fact]
    public void Of_AFlow_ComparesAmountsOfTheSameKindOfPeriod()
    {
        List<Observation> months = [.. Series([10, 12, 9, 11, 10, 12], Applications), Figure("2026-Q1", 31, indicator: Applications), Figure("2026-01/2026-05", 52, indicator: Applications)];

        Assert.Empty(Doubts.Of(s_pack, Figure("2026-07", 16, indicator: Applications), months, []));
        Assert.Contains(Doubts.Of(s_pack, Figure("2026-07", 60, indicator: Applications), months, []), d => d.Kind == DoubtKind.Jump);
        Assert.Empty(Doubts.Of(s_pack, Figure("2026-01/2026-07", 90, indicator: Applications), months, []));
    }

    private IReadOnlyList<Doubt> After(decimal[] values, decimal next) => Doubts.Of(s_pack, Figure($"2026-{values.Length + 1:00}", next), Series(values), []);

    private List<Observation> Series(decimal[] values, string indicator = Coverage) => [.. values.Select((v, i) => Figure($"2026-{i + 1:00}", v, indicator: indicator))];

    private static IReadOnlyList<Doubt> Of(Observation observation) => Doubts.Of(s_pack, observation, [observation], [observation]);

    private Observation Figure(string period, decimal value, string feed = "feed", string indicator = Coverage) =>
        _make.Make(indicator, Province, period, value, feed) with { Source = s_document };

    private static Core.Packs.ProvincePack Merged()
    {
        var pack = Create();
        return pack with { Areas = new Dictionary<string, Area>(pack.Areas) { [Province] = pack.Province with { ValidFrom = new DateOnly(2025, 7, 1) } } };
    }
}
