using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public class BoardChangesTests
{
    private static readonly Core.Packs.ProvincePack s_pack = Create();
    private static readonly FigureState s_figure = new()
    {
        Key = new(Coverage, Province),
        Value = 30,
        Standing = Standing.OnPath,
        DataState = DataState.Fresh,
        Feed = "f",
        ObservationId = 1,
        Revision = 1,
        Period = Period.Parse("2026-05"),
    };

    [Fact]
    public void KindOf_IsTheWeightiestDifference()
    {
        var next = s_figure with { Value = 31, ObservationId = 2, Period = Period.Parse("2026-06") };

        Assert.Null(Kind(s_figure, s_figure));
        Assert.Null(Kind(s_figure, next with { Value = 30.04m }));
        Assert.Equal(FigureChangeKind.Value, Kind(s_figure, next));
        Assert.Equal(FigureChangeKind.First, Kind(new() { Key = s_figure.Key }, s_figure));
        Assert.Equal(FigureChangeKind.WentStale, Kind(s_figure, new() { Key = s_figure.Key }));
        Assert.Equal(FigureChangeKind.Standing, Kind(s_figure, next with { Standing = Standing.Watch }));
        Assert.Equal(FigureChangeKind.Revised, Kind(s_figure, s_figure with { Value = 29, Revision = 2 }));
        Assert.Equal(FigureChangeKind.WentStale, Kind(s_figure, s_figure with { DataState = DataState.Stale }));
        Assert.Equal(FigureChangeKind.WentStale, Kind(s_figure, s_figure with { DataState = DataState.Error }));
        Assert.Null(Kind(s_figure, s_figure with { DataState = DataState.Late }));
        Assert.Equal(FigureChangeKind.CameBack, Kind(s_figure with { DataState = DataState.Stale }, next));
        Assert.Null(Kind(new() { Key = s_figure.Key }, new() { Key = s_figure.Key }));
    }

    [Fact]
    public void Between_ChangesOfStandingComeFirst_TheWorstOfTheWorseLeading()
    {
        var codes = s_pack.PlanIndicators.Select(i => i.Code).ToList();
        Assert.Equal([Coverage, Households, Enterprises, Applications, Hdi], codes);

        var changes = BoardChanges.Between(
            s_pack,
            Board(Standing.OnPath, Standing.Behind, Standing.OnPath, Standing.Met, Standing.Met),
            Board(Standing.OnPath, Standing.OnPath, Standing.Watch, Standing.Behind, Standing.Met, valueAdded: 1));

        Assert.Equal(
            [(Applications, FigureChangeKind.Standing), (Enterprises, FigureChangeKind.Standing), (Households, FigureChangeKind.Standing), (Coverage, FigureChangeKind.Value), (Hdi, FigureChangeKind.Value)],
            changes.Select(c => (c.After.Key.Indicator, c.Kind)));

        SampleBoard Board(Standing a, Standing b, Standing c, Standing d, Standing e, decimal valueAdded = 0)
        {
            Standing[] standings = [a, b, c, d, e];
            var board = new SampleBoard(s_pack, EvaluatorFixture.Now);
            for (var i = 0; i < codes.Count; i++) board.With(s_figure with { Key = new(codes[i], Province), Standing = standings[i], Value = 30 + valueAdded });
            return board;
        }
    }

    private static FigureChangeKind? Kind(FigureState before, FigureState after) => BoardChanges.KindOf(s_pack.Indicators[Coverage], before, after);
}
