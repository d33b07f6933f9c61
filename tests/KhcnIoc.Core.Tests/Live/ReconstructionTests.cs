using FsCheck;
using FsCheck.Fluent;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public class ReconstructionTests
{
    private static readonly Core.Packs.ProvincePack s_pack = Create();
    private static readonly Dictionary<string, long> s_populations = new() { ["old-a"] = 1000, ["old-b"] = 3000 };
    private readonly SampleObservations _make = new();

    [Fact]
    public void Of_Sum_AddsWhatBothHave()
    {
        var reconstruction = Of(Enterprises, [A(Enterprises, "2023", 10), A(Enterprises, "2024", 12)], [B(Enterprises, "2024", 30), B(Enterprises, "2024-06", 29)]);

        var point = Assert.Single(reconstruction.Points);
        Assert.Equal((ReconstructionObstacle.None, "2024", 42m, 2), (reconstruction.Obstacle, point.Period.Text, point.Value, point.Parts.Count));
        Assert.Equal(["old-a", "old-b"], point.Parts.Select(p => p.Series.Area));
    }

    [Fact]
    public void Of_MeanByPopulation_WeighsByInhabitants() =>
        Assert.Equal(35m, Of(Coverage, [A(Coverage, "2024", 50)], [B(Coverage, "2024", 30)]).Points.Single().Value);

    [Fact]
    public void Of_MeanByOwnWeights_NeedsThemOfAll()
    {
        Assert.Equal(40m, Of(Households, [A(Households, "2024", 50) with { Weight = 5 }], [B(Households, "2024", 30) with { Weight = 5 }]).Points.Single().Value);
        Assert.Equal(ReconstructionObstacle.NoWeights, Of(Households, [A(Households, "2024", 50) with { Weight = 5 }], [B(Households, "2024", 30)]).Obstacle);
    }

    [Fact]
    public void Of_WhatCannotBePutTogether_SaysWhy()
    {
        Assert.Equal(ReconstructionObstacle.NotAdditive, Of(Hdi, [A(Hdi, "2024", 0.7m)], [B(Hdi, "2024", 0.7m)]).Obstacle);
        Assert.Equal(ReconstructionObstacle.NoCommonPeriod, Of(Enterprises, [A(Enterprises, "2023", 1)], [B(Enterprises, "2024", 1)]).Obstacle);
        Assert.Equal(ReconstructionObstacle.NoCommonPeriod, Of(Enterprises, [A(Enterprises, "2024", 1)], []).Obstacle);
        Assert.Equal(
            ReconstructionObstacle.NoWeights,
            Reconstruction.Of(s_pack.Indicators[Coverage], new Dictionary<string, IReadOnlyList<Observation>> { ["old-a"] = [A(Coverage, "2024", 1)], ["old-b"] = [B(Coverage, "2024", 1)] }, new Dictionary<string, long> { ["old-a"] = 5 }).Obstacle);
    }

    [Fact]
    public void Of_SimulatedOrOfAnotherMethod_IsNoFigure()
    {
        Assert.Equal(ReconstructionObstacle.NoCommonPeriod, Of(Enterprises, [A(Enterprises, "2024", 1)], [B(Enterprises, "2024", 1) with { Simulated = true }]).Obstacle);
        Assert.Equal(ReconstructionObstacle.NoCommonPeriod, Of(Enterprises, [A(Enterprises, "2024", 1)], [B(Enterprises, "2024", 1) with { Method = "khác" }]).Obstacle);
    }

    [Fact]
    public void Of_RevisionsAndFeeds_TakesTheLatestRevisionOfTheFeedAcceptedLast()
    {
        var first = A(Enterprises, "2024", 10);

        Assert.Equal(11m, Of(Enterprises, [A(Enterprises, "2024", 11) with { Revision = 2 }, first], [B(Enterprises, "2024", 0)]).Points.Single().Value);
        Assert.Equal(12m, Of(Enterprises, [_make.Make(Enterprises, "old-a", "2024", 12, feed: "other"), first], [B(Enterprises, "2024", 0)]).Points.Single().Value);
    }

    [Fact]
    public void Of_AnyMean_LiesBetweenItsParts() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        List<Observation> Some(string area) => [.. Enumerable.Range(1, 12).Where(_ => random.Next(3) > 0).Select(m => _make.Make(Coverage, area, $"2024-{m:00}", Math.Round((decimal)random.NextDouble() * 100, 4)))];
        var (a, b) = (Some("old-a"), Some("old-b"));

        var reconstruction = Of(Coverage, a, b);

        return reconstruction.Points.Count == a.Count(o => b.Exists(p => p.Period == o.Period))
            && reconstruction.Points.All(p => p.Value >= p.Parts.Min(o => o.Value) && p.Value <= p.Parts.Max(o => o.Value))
            && reconstruction.Points.Zip(reconstruction.Points.Skip(1)).All(p => p.First.Period.End < p.Second.Period.End);
    }));

    private static Reconstruction Of(string indicator, IReadOnlyList<Observation> a, IReadOnlyList<Observation> b) =>
        Reconstruction.Of(s_pack.Indicators[indicator], new Dictionary<string, IReadOnlyList<Observation>> { ["old-b"] = b, ["old-a"] = a }, s_populations);

    private Observation A(string indicator, string period, decimal value) => _make.Make(indicator, "old-a", period, value);

    private Observation B(string indicator, string period, decimal value) => _make.Make(indicator, "old-b", period, value);
}
