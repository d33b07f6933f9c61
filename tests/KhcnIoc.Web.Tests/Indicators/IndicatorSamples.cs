using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Indicators;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Tests.Indicators;

/// <summary>The sample province with a store and a board on 21 November 2026, and pages made of them.</summary>
internal sealed class IndicatorSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 1, 42, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Now);

    public IndicatorSamples(ProvincePack? pack = null)
    {
        Pack = pack ?? SamplePack.Create();
        Board = new LiveBoard(Pack, _time);
        Board.Load(new BoardHistory { Commit = 0, Observations = [], Baselines = new Dictionary<SeriesKey, Baseline>() });
    }

    public ProvincePack Pack { get; }

    public LiveBoard Board { get; }

    public MemoryStore Store { get; } = new();

    /// <summary>Sends readings as one feed; the board starts over with all that the store has.</summary>
    public async Task<IndicatorSamples> WithAsync(string feed, params (string Indicator, string Area, string Period, decimal Value)[] readings)
    {
        var checks = readings.Select((r, i) => new CheckedReading
        {
            Index = i,
            Series = new(r.Indicator, r.Area),
            Period = Period.Parse(r.Period),
            Value = r.Value,
            Source = new Provenance { Title = "Báo cáo 214", Document = "214/BC-SKHCN" },
        }).ToList();
        await Store.AppendAsync([new CheckedBatch { Feed = feed, ReceivedAt = Now.AddDays(-1), Readings = checks, Rejections = [] }], CancellationToken.None);
        var history = await Store.LoadBoardHistoryAsync(new BoardHistoryQuery { FlowsSince = DateTimeOffset.MinValue, FlowIndicators = new HashSet<string>() }, CancellationToken.None);
        Board.Load(history);
        return this;
    }

    public IndicatorPageBuilder Builder() => new(Store, new ViewFactory(Pack), new MapViews(Pack, new ViewFactory(Pack), new NoMaps()));

    public PageContext Context(string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        var query = PageQuery.Parse(at < 0 ? "" : address[at..]);
        return new() { Address = address, Query = query, Board = Board.View(), Pack = Pack, Now = Now, Links = new Links(query) };
    }

    public async Task<IndicatorPageView> PageAsync(string indicator, string query = "")
    {
        var builder = Builder();
        return Assert.IsType<IndicatorPageView>(await builder.BuildAsync([indicator], Context($"/indicators/{indicator}{query}"), CancellationToken.None));
    }

    /// <summary>Coverage as reported by the province, month by month up to October 2026.</summary>
    public Task<IndicatorSamples> WithCoverageAsync() => WithAsync(
        "feed",
        (SamplePack.Coverage, SamplePack.Province, "2026-06", 30.5m), (SamplePack.Coverage, SamplePack.Province, "2026-07", 31.5m),
        (SamplePack.Coverage, SamplePack.Province, "2026-08", 32.5m), (SamplePack.Coverage, SamplePack.Province, "2026-09", 33.5m),
        (SamplePack.Coverage, SamplePack.Province, "2026-10", 34.5m));

    private sealed class NoMaps : ICommuneMaps
    {
        public MapGeometry On(DateOnly day) => new() { Version = 0, Width = 1, Height = 1, Shapes = [] };
    }
}
