using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Live;

public sealed class FlowYearTests
{
    private readonly SampleObservations _make = new();

    [Theory]
    [InlineData("2026-01=5 2026-02=6 2026-03=7", 18, "2026-Q1", "")]
    [InlineData("2026-03=7 2026-01=5 2026-02=6", 18, "2026-Q1", "")]
    [InlineData("2026-01=5 2026-03=7", 12, "2026-Q1", "2")]
    [InlineData("2026-02=6 2026-05=7", 13, "2026-01/2026-05", "1 3 4")]
    [InlineData("2026-Q1=20 2026-04=4 2026-05-01=1 2026-05-02=2", 27, "2026-01-01/2026-05-02", "")]
    [InlineData("2026-01/2026-06=60", 60, "2026-01/2026-06", "")]
    [InlineData("2026=200", 200, "2026", "")]
    public void Compute_PeriodsThatJoin_AreSummedFromJanuary(string pieces, int sum, string period, string missing)
    {
        var figure = FlowYear.Compute(Entries(pieces), 2026)!;

        Assert.Equal(sum, figure.Value);
        Assert.Equal(period, figure.Period.Text);
        Assert.Equal(missing, string.Join(' ', figure.MissingMonths));
    }

    [Theory]
    [InlineData("2026-01=5 2026-02=6 2026-01/2026-06=60", 60, "2026-01/2026-06")]
    [InlineData("2026-01=5 2026-02=6 2026-Q1=20 2026-03=7", 18, "2026-Q1")]
    [InlineData("2026-01/2026-06=60 2026-06=9 2026-07=8", 68, "2026-01/2026-07")]
    [InlineData("2026-01/2026-02=11 2026-01=5 2026-03=7", 18, "2026-Q1")]
    [InlineData("2026-Q1=20 2026-02/2026-04=30", 20, "2026-Q1")]
    public void Compute_OverlappingPeriods_CountNothingTwice(string pieces, int sum, string period)
    {
        var figure = FlowYear.Compute(Entries(pieces), 2026)!;

        Assert.Equal(sum, figure.Value);
        Assert.Equal(period, figure.Period.Text);
        Assert.Empty(figure.MissingMonths);
    }

    [Fact]
    public void Compute_RunningYearReceivedInJune_DoesNotHideLaterMonths()
    {
        var running = _make.Make("x", "82", "2026", 30, received: new(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));
        var entries = Entries("2026-01=5 2026-02=6 2026-03=7 2026-04=1 2026-05=1 2026-06=1 2026-07=1");
        entries.Add(new(running, 100));

        var figure = FlowYear.Compute(entries, 2026)!;

        Assert.Equal(22, figure.Value);
        Assert.Equal("2026-01/2026-07", figure.Period.Text);
    }

    [Fact]
    public void Compute_RunningMonth_ReachesToItsReception()
    {
        var running = _make.Make("x", "82", "2026-02", 3, received: new(2026, 2, 10, 3, 0, 0, TimeSpan.Zero));
        var entries = Entries("2026-01=5");
        entries.Add(new(running, 100));

        var figure = FlowYear.Compute(entries, 2026)!;

        Assert.Equal(8, figure.Value);
        Assert.Equal("2026-01-01/2026-02-10", figure.Period.Text);
        Assert.Equal(running.ReceivedAt, figure.EffectiveEnd);
    }

    [Fact]
    public void Compute_PeriodAcrossTheTurnOfTheYear_BelongsToNeither()
    {
        var entries = Entries("2025-10/2026-03=50");

        Assert.Null(FlowYear.Compute(entries, 2025));
        Assert.Null(FlowYear.Compute(entries, 2026));
    }

    [Fact]
    public void Compute_Pieces_GiveTheYearSoFarAsHistory()
    {
        var figure = FlowYear.Compute(Entries("2026-01=5 2026-02=6 2026-03=7"), 2026)!;

        Assert.Equal([5m, 11m, 18m], figure.History.Select(p => p.Value));
    }

    private List<Entry> Entries(string pieces) => pieces.Split(' ')
        .Select(p => p.Split('='))
        .Select(p => new Entry(_make.Make("x", "82", p[0], decimal.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture)), 100))
        .ToList();
}
