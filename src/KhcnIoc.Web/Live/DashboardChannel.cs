using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Display;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Views;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace KhcnIoc.Web.Live;

/// <summary>All parts of a dashboard in one culture at one sequence number.</summary>
internal sealed record ChannelFrame(string Epoch, long Sequence, long Commit, DateTimeOffset Now, ImmutableDictionary<string, ViewPart> Parts);

/// <summary>
/// Carries one dashboard to all its screens: the first change goes out at once, what follows within <see cref="Tick"/> goes as one message of newest states.
/// </summary>
/// <remarks>
/// Views are made once per change and culture, messages serialized once for all connections. Every message has the next sequence number, in every culture
/// and as data, so that a screen sees a gap wherever it missed one. Design: docs/decisions/0003-live-updates.md.
/// </remarks>
internal sealed class DashboardChannel : IAsyncDisposable
{
    /// <summary>The shortest time between two messages.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>A screen hears from the server at least this often.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);

    // What the board's writer touches, apart from the lock that is held while screens are written to: a thousand walls must not hold up a commit.
    private readonly Lock _newsGate = new();
    private readonly Lock _gate = new();
    private readonly ProvincePack _pack;
    private readonly ViewFactory _factory;
    private readonly TimeProvider _time;
    private readonly ServerIdentity _identity;
    private readonly LiveMetrics _metrics;
    private readonly ILogger _logger;
    private readonly HashSet<SeriesKey> _watched;
    private readonly ILookup<SeriesKey, ChannelTile> _tilesByKey;
    private readonly Dictionary<string, ChannelViews> _views = [];
    private readonly HashSet<HubViewer> _viewers = [];
    private readonly Dictionary<int, Rotation> _rotations = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable _subscription;
    private readonly Task _carrier;
    private readonly Task _heart;
    private HashSet<SeriesKey> _dirty = [];
    private BoardSnapshot _board;
    private BoardSnapshot _shown;
    private long _sequence;
    private int _disposed;

    public DashboardChannel(
        Dashboard dashboard, ProvincePack pack, LiveBoard board, ViewFactory factory, TimeProvider time, ServerIdentity identity, LiveMetrics metrics, ILogger<DashboardChannel> logger)
    {
        Dashboard = dashboard;
        (_pack, _factory, _time, _identity, _metrics, _logger) = (pack, factory, time, identity, metrics, logger);
        var index = 0;
        Tiles = dashboard.Pages.SelectMany(page => page.Tiles.Select(tile => new ChannelTile(
            $"t{index++}", tile, KeyOf(tile), page.Code))).ToList();
        _tilesByKey = Tiles.ToLookup(t => t.Key);
        _watched = [.. Tiles.Select(t => t.Key), .. pack.PlanIndicators.Select(i => new SeriesKey(i.Code, pack.Province.Code))];
        board.Track(_watched);
        _subscription = board.Subscribe(OnBoardChanged, out _board);
        _shown = _board;
        _carrier = CarryAsync();
        _heart = BeatAsync();
    }

    public Dashboard Dashboard { get; }

    /// <summary>Tiles in dashboard order.</summary>
    public IReadOnlyList<ChannelTile> Tiles { get; }

    public int ViewerCount
    {
        get { lock (_gate) return _viewers.Count; }
    }

    /// <summary>The dashboard in one culture as its screens show it now.</summary>
    public ChannelFrame Frame(CultureInfo culture)
    {
        lock (_gate)
        {
            CatchUp();
            return FrameOf(ViewsOf(culture));
        }
    }

    /// <summary>The dashboard as data.</summary>
    public BoardMessage Data()
    {
        lock (_gate)
        {
            CatchUp();
            return DataOf(Tiles.Select(t => t.Key).Distinct());
        }
    }

    /// <summary>The page that walls of this size show.</summary>
    public int CurrentPage(int tilesPerPage)
    {
        lock (_gate) return RotationOf(tilesPerPage).Pages.Page;
    }

    /// <summary>Starts telling a hub connection; its first message is a snapshot.</summary>
    public void Join(HubViewer viewer)
    {
        lock (_gate)
        {
            CatchUp();
            SendSnapshot(viewer, _time.GetUtcNow(), []);
            _viewers.Add(viewer);
        }
    }

    public void Leave(HubViewer viewer)
    {
        lock (_gate) _viewers.Remove(viewer);
    }

    private void OnBoardChanged(BoardSnapshot snapshot, IReadOnlyCollection<SeriesKey> changed)
    {
        lock (_newsGate)
        {
            _board = snapshot;
            foreach (var key in changed)
            {
                if (_watched.Contains(key)) _dirty.Add(key);
            }

            if (_dirty.Count == 0) return;
        }

        _wake.Writer.TryWrite(true);
    }

    // Where nothing of this dashboard waits to be sent, what its screens show is true for the board's newest commit, too. Call under the lock.
    private void CatchUp()
    {
        lock (_newsGate)
        {
            if (_dirty.Count == 0) _shown = _board;
        }
    }

    private async Task CarryAsync()
    {
        var reader = _wake.Reader;
        try
        {
            while (await reader.WaitToReadAsync(_stop.Token))
            {
                reader.TryRead(out _);
                try
                {
                    Send();
                }
                catch (Exception exception)
                {
                    // One tile that cannot be drawn must not end the live picture of all the others.
                    Log.CarryFailed(_logger, Dashboard.Code, exception);
                }

                await Task.Delay(Tick, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private void Send()
    {
        HashSet<SeriesKey> changed;
        BoardSnapshot board;
        lock (_gate)
        {
            // Taken and shown under one lock: in between, a commit that does not touch this dashboard would pass for shown before the changes that it follows.
            lock (_newsGate)
            {
                if (_dirty.Count == 0) return;
                (changed, _dirty, board) = (_dirty, [], _board);
            }

            var now = _time.GetUtcNow();
            NoteNews(changed, board, now);
            _shown = board;
            _sequence++;
            var snapshots = new Dictionary<(ViewerKind, string, int), SerializedHubMessage>();
            var messages = new Dictionary<(ViewerKind, string), SerializedHubMessage>();
            foreach (var views in _views.Values)
            {
                var parts = views.Update(_shown, changed, now);
                messages[(ViewerKind.Wall, views.Culture.Name)] = Message("WallChanges", new WallChangesMessage(
                    _identity.Epoch, _sequence, _shown.Commit, now.ToUnixTimeMilliseconds(), _identity.Build, parts));
            }

            foreach (var viewer in _viewers)
            {
                if (viewer.Behind)
                {
                    SendSnapshot(viewer, now, snapshots);
                    continue;
                }

                var key = (viewer.Kind, viewer.Kind == ViewerKind.Data ? "" : viewer.Culture.Name);
                if (!messages.TryGetValue(key, out var message))
                    messages[key] = message = Message("Changes", DataOf(changed.Where(_tilesByKey.Contains)));
                if (!viewer.TrySend(message, isSnapshot: false)) _metrics.Skipped();
            }
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    Beat();
                }
                catch (Exception exception)
                {
                    Log.BeatFailed(_logger, Dashboard.Code, exception);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private void Beat()
    {
        lock (_gate)
        {
            CatchUp();
            var now = _time.GetUtcNow();
            var turned = _rotations.Where(r => r.Value.Pages.Advance(now))
                .ToDictionary(r => r.Key, r => Message("WallPage", new WallPageMessage(r.Value.Pages.Page, now.ToUnixTimeMilliseconds())));
            var beats = new Dictionary<int, SerializedHubMessage>();
            var snapshots = new Dictionary<(ViewerKind, string, int), SerializedHubMessage>();

            // The hub takes leave of its connections itself; this makes sure that none stays whatever the order of events was.
            _viewers.RemoveWhere(viewer => viewer.IsGone);
            foreach (var viewer in _viewers)
            {
                if (viewer.Behind)
                {
                    SendSnapshot(viewer, now, snapshots);
                }
                else if (viewer.Kind == ViewerKind.Wall && turned.TryGetValue(viewer.TilesPerPage, out var page))
                {
                    viewer.TrySend(page, isSnapshot: false);
                }
                else if (viewer.Kind == ViewerKind.Wall && viewer.Silence >= BeatEvery - TimeSpan.FromMilliseconds(500))
                {
                    if (!beats.TryGetValue(viewer.TilesPerPage, out var beat))
                    {
                        beats[viewer.TilesPerPage] = beat = Message("Beat", new BeatMessage(
                            _identity.Epoch, _sequence, _shown.Commit, now.ToUnixTimeMilliseconds(), _identity.Build, RotationOf(viewer.TilesPerPage).Pages.Page));
                    }

                    viewer.TrySend(beat, isSnapshot: false);
                }
                else
                {
                    viewer.IsReady();
                }
            }
        }
    }

    private void SendSnapshot(HubViewer viewer, DateTimeOffset now, Dictionary<(ViewerKind, string, int), SerializedHubMessage> made)
    {
        // Making a snapshot costs; whoever has not taken the last message would not get it.
        if (!viewer.IsReady())
        {
            viewer.Skip();
            _metrics.Skipped();
            return;
        }

        var key = (viewer.Kind, viewer.Culture.Name, viewer.TilesPerPage);
        if (!made.TryGetValue(key, out var message))
        {
            if (viewer.Kind == ViewerKind.Data)
            {
                message = Message("Snapshot", DataOf(Tiles.Select(t => t.Key).Distinct()));
            }
            else
            {
                var frame = FrameOf(ViewsOf(viewer.Culture));
                message = Message("WallSnapshot", new WallSnapshotMessage(
                    frame.Epoch, frame.Sequence, frame.Commit, now.ToUnixTimeMilliseconds(), _identity.Build, RotationOf(viewer.TilesPerPage).Pages.Page, [.. frame.Parts.Values]));
            }

            made[key] = message;
        }

        viewer.TrySend(message, isSnapshot: true);
    }

    // Views of a culture are made when its first screen comes and kept up from then on: there are two cultures.
    private ChannelViews ViewsOf(CultureInfo culture)
    {
        if (_views.TryGetValue(culture.Name, out var views)) return views;
        views = new ChannelViews(culture, _pack, _factory, Tiles, (part, exception) => Log.TileFailed(_logger, Dashboard.Code, part, exception));
        views.Update(_shown, null, _time.GetUtcNow());
        return _views[culture.Name] = views;
    }

    private ChannelFrame FrameOf(ChannelViews views) => new(_identity.Epoch, _sequence, _shown.Commit, _time.GetUtcNow(), views.Parts);

    private BoardMessage DataOf(IEnumerable<SeriesKey> keys) => new(
        _identity.Epoch, _sequence, _shown.Commit, keys.Select(key => TileMessage.From(_shown.Get(key), _pack.Indicators[key.Indicator].Unit)).ToList());

    private Rotation RotationOf(int tilesPerPage)
    {
        if (_rotations.TryGetValue(tilesPerPage, out var rotation)) return rotation;
        var pages = WallLayout.Paginate(Dashboard, tilesPerPage);
        var tilesOfPage = new List<HashSet<SeriesKey>>();
        foreach (var page in pages)
            tilesOfPage.Add([.. page.Tiles.Select(tile => KeyOf(tile))]);
        rotation = new Rotation(new PageRotation(pages.Count, TimeSpan.FromSeconds(Dashboard.RotateSeconds), _time.GetUtcNow()), tilesOfPage);
        return _rotations[tilesPerPage] = rotation;
    }

    private SeriesKey KeyOf(TileDefinition tile) => new(tile.Indicator, tile.Area.Length == 0 ? _pack.Province.Code : tile.Area, tile.Agency);

    private void NoteNews(HashSet<SeriesKey> changed, BoardSnapshot board, DateTimeOffset now)
    {
        foreach (var rotation in _rotations.Values)
        {
            // A figure that only aged is no news; one with another value is.
            if (changed.Any(key => rotation.TilesOfPage[rotation.Pages.Page].Contains(key) && _shown.Get(key).Value != board.Get(key).Value)) rotation.Pages.News(now);
        }
    }

    private static SerializedHubMessage Message(string target, object argument) => new(new InvocationMessage(target, [argument]));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _subscription.Dispose();
        await _stop.CancelAsync();
        await Task.WhenAll(_carrier, _heart);
        _stop.Dispose();
    }

    private sealed record Rotation(PageRotation Pages, IReadOnlyList<HashSet<SeriesKey>> TilesOfPage);

    private static class Log
    {
        private static readonly Action<ILogger, string, Exception?> s_carryFailed = LoggerMessage.Define<string>(
            LogLevel.Error, new EventId(3001, nameof(CarryFailed)), "A change of dashboard {Dashboard} could not be carried to its screens");

        private static readonly Action<ILogger, string, Exception?> s_beatFailed = LoggerMessage.Define<string>(
            LogLevel.Error, new EventId(3002, nameof(BeatFailed)), "The heartbeat of dashboard {Dashboard} failed");

        private static readonly Action<ILogger, string, string, Exception?> s_tileFailed = LoggerMessage.Define<string, string>(
            LogLevel.Error, new EventId(3003, nameof(TileFailed)), "Part {Part} of dashboard {Dashboard} could not be drawn; it is shown as in error");

        public static void TileFailed(ILogger logger, string dashboard, string part, Exception exception) => s_tileFailed(logger, part, dashboard, exception);

        public static void CarryFailed(ILogger logger, string dashboard, Exception exception) => s_carryFailed(logger, dashboard, exception);

        public static void BeatFailed(ILogger logger, string dashboard, Exception exception) => s_beatFailed(logger, dashboard, exception);
    }
}
