using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Live;

/// <summary>A board and one channel over the sample province, with a clock that the test moves.</summary>
internal sealed class ChannelUnderTest : IAsyncDisposable
{
    public static readonly string[] Indicators = [SamplePack.Coverage, SamplePack.Households, SamplePack.Enterprises, SamplePack.Hdi];

    private readonly SampleObservations _observations = new();
    private readonly Dictionary<string, int> _revisions = [];
    private readonly LiveMetrics _metrics = new();

    public ChannelUnderTest()
    {
        var dashboard = new Dashboard
        {
            Schema = 1,
            Code = "main",
            TitleVi = "Bảng",
            TitleEn = "Board",
            RotateSeconds = 20,
            Pages =
            [
                Page("one", SamplePack.Coverage, SamplePack.Households),
                Page("two", SamplePack.Enterprises, SamplePack.Hdi),
            ],
        };
        Pack = SamplePack.Create() with { Dashboards = new Dictionary<string, Dashboard> { ["main"] = dashboard } };
        Board = new LiveBoard(Pack, Time);
        Board.Load(new BoardHistory { Commit = 0, Observations = [], Baselines = new Dictionary<SeriesKey, Baseline>() });
        Channels = new DashboardChannels(Pack, Board, new ViewFactory(Pack), Time, new ServerIdentity("epoch", "build"), _metrics, NullLogger<DashboardChannel>.Instance);
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 6, 20, 3, 0, 0, TimeSpan.Zero));
    public ProvincePack Pack { get; }
    public LiveBoard Board { get; }
    public DashboardChannels Channels { get; }
    public DashboardChannel Channel => Channels.Find("main")!;
    public long Commit { get; private set; }

    /// <summary>The province's figure of an indicator becomes this value.</summary>
    public void Set(string indicator, decimal value)
    {
        _revisions[indicator] = _revisions.GetValueOrDefault(indicator) + 1;
        Board.Apply(++Commit, [_observations.Make(indicator, SamplePack.Province, "2026-05", value, revision: _revisions[indicator])]);
    }

    /// <summary>Waits until the carrier has sent and rests for its tick, then lets the tick pass.</summary>
    public async Task TickAsync()
    {
        await RestingAsync();
        Time.Advance(DashboardChannel.Tick);
    }

    /// <summary>Waits until the carrier has sent; it rests from then until the clock moves.</summary>
    public Task RestingAsync() => Until(() => Time.WaitingTimers == 2);

    /// <summary>Waits for what another thread is about to do.</summary>
    public static async Task Until(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Channels.DisposeAsync();
        _metrics.Dispose();
    }

    private static DashboardPage Page(string code, params string[] indicators) => new()
    {
        Code = code,
        TitleVi = code,
        TitleEn = code,
        Columns = 2,
        Rows = 1,
        Tiles = [.. indicators.Select((indicator, x) => new TileDefinition { Indicator = indicator, X = x, Y = 0 })],
    };
}
