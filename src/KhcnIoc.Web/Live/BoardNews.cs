using System.Collections.Immutable;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Live;

/// <summary>Tells open pages which series changed: the first change at once, what follows within <see cref="Tick"/> together. One listener of the board for all circuits.</summary>
internal sealed partial class BoardNews : IDisposable
{
    /// <summary>The shortest time between two calls.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _subscription;
    private readonly ITimer _timer;
    private HashSet<SeriesKey> _changed = [];
    private ImmutableList<Action<IReadOnlySet<SeriesKey>>> _listeners = [];
    private long _toldAt;
    private bool _armed;

    public BoardNews(LiveBoard board, TimeProvider time, ILogger<BoardNews> logger)
    {
        (_time, _logger) = (time, logger);
        _timer = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _toldAt = time.GetTimestamp() - (long)(Tick.TotalSeconds * time.TimestampFrequency);
        _subscription = board.Subscribe(OnBoardChanged, out _);
    }

    public int ListenerCount => _listeners.Count;

    /// <summary>Called off any circuit, one call after the other; take note and return. Dispose to leave.</summary>
    public IDisposable Listen(Action<IReadOnlySet<SeriesKey>> listener)
    {
        lock (_gate) _listeners = _listeners.Add(listener);
        return new Leaving(this, listener);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _timer.Dispose();
    }

    // Under the board's lock: only notes and arms the timer.
    private void OnBoardChanged(BoardSnapshot snapshot, IReadOnlyCollection<SeriesKey> changed)
    {
        lock (_gate)
        {
            if (_listeners.Count == 0) return;
            _changed.UnionWith(changed);
            if (_armed) return;
            _armed = true;
            var wait = Tick - _time.GetElapsedTime(_toldAt);
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tell()
    {
        HashSet<SeriesKey> changed;
        ImmutableList<Action<IReadOnlySet<SeriesKey>>> listeners;
        lock (_gate)
        {
            (changed, _changed) = (_changed, []);
            (listeners, _armed, _toldAt) = (_listeners, false, _time.GetTimestamp());
        }

        foreach (var listener in listeners)
        {
            try
            {
                listener(changed);
            }
            catch (Exception exception)
            {
                Log.ListenerFailed(_logger, exception);
            }
        }
    }

    private void Leave(Action<IReadOnlySet<SeriesKey>> listener)
    {
        lock (_gate) _listeners = _listeners.Remove(listener);
    }

    private sealed class Leaving(BoardNews news, Action<IReadOnlySet<SeriesKey>> listener) : IDisposable
    {
        public void Dispose() => news.Leave(listener);
    }

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Error, "A page could not take note of a change")]
        public static partial void ListenerFailed(ILogger logger, Exception exception);
    }
}

/// <summary>Whether a circuit's pages follow the board. One a circuit.</summary>
internal sealed class LiveSwitch
{
    public bool Paused => PausedAt is not null;

    /// <summary>Since when the picture stands still; <see langword="null"/> = it follows.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    public event Action? Changed;

    public void Set(bool paused, DateTimeOffset now)
    {
        if (Paused == paused) return;
        PausedAt = paused ? now : null;
        Changed?.Invoke();
    }
}
