using System.Collections.Immutable;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>All shown figures at one moment. Immutable.</summary>
/// <param name="Sequence">Number of the last change; plus one for each.</param>
/// <param name="Commit">The newest commit that the figures reflect.</param>
/// <param name="At">The instant the figures were judged at, UTC.</param>
/// <param name="Figures">By series.</param>
public sealed record BoardSnapshot(long Sequence, long Commit, DateTimeOffset At, ImmutableDictionary<SeriesKey, FigureState> Figures)
{
    /// <summary>The figure of a series; an empty one where nothing is known of it.</summary>
    public FigureState Get(SeriesKey key) => Figures.TryGetValue(key, out var figure) ? figure : new FigureState { Key = key };
}

/// <summary>Hears of every change of the board. Called on the writer's thread under its lock: take note and return.</summary>
/// <param name="snapshot">The board after the change.</param>
/// <param name="changed">Keys whose figure changed.</param>
public delegate void BoardListener(BoardSnapshot snapshot, IReadOnlyCollection<SeriesKey> changed);

/// <summary>The one picture of now in this process: immutable snapshots, changed only by commits and by the clock.</summary>
/// <remarks>
/// State and listeners change under one lock, so that whoever subscribes gets the current snapshot and then every change after it, none twice and none missed.
/// </remarks>
public sealed class LiveBoard(ProvincePack pack, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<SeriesKey> _tracked = [];
    private FigureEvaluator _evaluator = new(pack);
    private DateOnly _aged;
    private ImmutableList<BoardListener> _listeners = [];
    private BoardSnapshot _current = new(0, 0, DateTimeOffset.UnixEpoch, ImmutableDictionary<SeriesKey, FigureState>.Empty);

    /// <summary>The newest snapshot.</summary>
    public BoardSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Number of listeners; zero when nobody looks.</summary>
    public int ListenerCount => _listeners.Count;

    public bool IsLoaded { get; private set; }

    /// <summary>Told of each figure that could not be computed; it is shown as in error, and the others go on. Called under the board's lock: take note and return.</summary>
    public Action<SeriesKey, Exception>? Faulted { get; set; }

    /// <summary>Starts from what the store holds. Called once, before anybody looks; a second call starts over.</summary>
    public void Load(BoardHistory history)
    {
        var evaluator = new FigureEvaluator(pack);
        evaluator.Load(history);
        lock (_gate)
        {
            _evaluator = evaluator;
            var now = time.GetUtcNow();
            var figures = ImmutableDictionary.CreateBuilder<SeriesKey, FigureState>();
            foreach (var key in evaluator.Keys) figures[key] = Evaluate(key, now);
            foreach (var key in _tracked) figures[key] = Evaluate(key, now);
            IsLoaded = true;
            _aged = ProvinceCalendar.DayOf(now);
            Publish(new BoardSnapshot(_current.Sequence + 1, history.Commit, now, figures.ToImmutable()), [.. figures.Keys]);
        }
    }

    /// <summary>The newest snapshot with the way down to what its figures stand on.</summary>
    public IBoardView View() => new PresentView(this, Current);

    /// <summary>Makes sure that a series has a figure (an empty one at least) although nothing was ever sent for it.</summary>
    public void Track(IEnumerable<SeriesKey> keys)
    {
        lock (_gate)
        {
            var added = keys.Where(_tracked.Add).Where(key => !_current.Figures.ContainsKey(key)).ToList();
            if (added.Count > 0) Reevaluate(added, _current.Commit, onlyIfJudgedAnew: false);
        }
    }

    /// <summary>Takes in what a commit added. Only the pipeline calls this.</summary>
    /// <returns>Baselines that came to be, for the store to keep.</returns>
    public IReadOnlyList<(SeriesKey Series, Baseline Baseline, long ObservationId)> Apply(long commit, IReadOnlyList<Observation> observations)
    {
        lock (_gate)
        {
            Reevaluate(_evaluator.Apply(observations), commit, onlyIfJudgedAnew: false);
            return _evaluator.TakeNewBaselines();
        }
    }

    /// <summary>Judges every figure anew at the present instant: paths move, figures age. Only the clock service calls this.</summary>
    /// <remarks>On a new local day every figure is published once, changed or not: "08:40" reads "20/11" from then on.</remarks>
    public void Age()
    {
        lock (_gate)
        {
            var today = ProvinceCalendar.DayOf(time.GetUtcNow());
            Reevaluate([.. _current.Figures.Keys], _current.Commit, onlyIfJudgedAnew: _aged == today);
            _aged = today;
        }
    }

    /// <summary>Marks a pull, file or queue feed as failed or well again.</summary>
    public void SetFeedFailed(string feed, bool failed)
    {
        lock (_gate)
        {
            _evaluator.SetFeedFailed(feed, failed);
            Reevaluate([.. _current.Figures.Keys], _current.Commit, onlyIfJudgedAnew: true);
        }
    }

    /// <summary>Registers a listener and returns the snapshot that its first change will follow. Dispose to leave.</summary>
    public IDisposable Subscribe(BoardListener listener, out BoardSnapshot current)
    {
        lock (_gate)
        {
            _listeners = _listeners.Add(listener);
            current = _current;
        }

        return new Subscription(this, listener);
    }

    private void Reevaluate(IReadOnlyCollection<SeriesKey> keys, long commit, bool onlyIfJudgedAnew)
    {
        var now = time.GetUtcNow();
        var figures = _current.Figures.ToBuilder();
        var changed = new List<SeriesKey>();
        foreach (var key in keys)
        {
            var figure = Evaluate(key, now);
            if (figures.TryGetValue(key, out var before) && onlyIfJudgedAnew && !IsJudgedAnew(before, figure)) continue;
            figures[key] = figure;
            changed.Add(key);
        }

        if (changed.Count == 0 && commit == _current.Commit) return;
        Publish(new BoardSnapshot(_current.Sequence + 1, commit, now, figures.ToImmutable()), changed);
    }

    // One figure that cannot be computed must not freeze all the others, nor be shown as if it were current.
    private FigureState Evaluate(SeriesKey key, DateTimeOffset now)
    {
        try
        {
            return _evaluator.Evaluate(key, now);
        }
        catch (Exception exception)
        {
            Faulted?.Invoke(key, exception);
            return new FigureState { Key = key, DataState = DataState.Error };
        }
    }

    // Under the lock, so the parts of the newest snapshot are those that the evaluator holds: a hundred communes need not be judged again while a commit waits.
    private FigureExplanation Explain(SeriesKey key, DateTimeOffset now)
    {
        try
        {
            return _evaluator.Explain(key, now, part => _current.Figures.GetValueOrDefault(part));
        }
        catch (Exception exception)
        {
            Faulted?.Invoke(key, exception);
            return new() { Figure = new FigureState { Key = key, DataState = DataState.Error } };
        }
    }

    // What a person would see differently. Overdue is shown in hours at the finest.
    internal static bool IsJudgedAnew(FigureState before, FigureState after) =>
        before.DataState != after.DataState
        || before.Standing != after.Standing
        || before.StandingReason != after.StandingReason
        || before.Value != after.Value
        || before.Origin != after.Origin
        || before.Simulated != after.Simulated
        || before.Revision != after.Revision
        || before.AtLeast != after.AtLeast
        || before.Gap != after.Gap
        || before.PathAtPeriodEnd != after.PathAtPeriodEnd
        || before.PathToday != after.PathToday
        || before.RequiredPacePerMonth != after.RequiredPacePerMonth
        || before.ShareReported != after.ShareReported
        || before.NextTarget != after.NextTarget
        || (long)before.Overdue.TotalHours != (long)after.Overdue.TotalHours
        || !before.MissingMonths.SequenceEqual(after.MissingMonths);

    private void Publish(BoardSnapshot next, IReadOnlyCollection<SeriesKey> changed)
    {
        Volatile.Write(ref _current, next);
        List<Exception>? faults = null;
        foreach (var listener in _listeners)
        {
            try
            {
                listener(next, changed);
            }
            catch (Exception exception)
            {
                // The others hear of the change first.
                (faults ??= []).Add(exception);
            }
        }

        if (faults is not null) throw new AggregateException("A listener of the board failed.", faults);
    }

    private void Leave(BoardListener listener)
    {
        lock (_gate) _listeners = _listeners.Remove(listener);
    }

    // Figures are of one snapshot; the way down from one is of the moment it is asked for.
    private sealed class PresentView(LiveBoard board, BoardSnapshot snapshot) : IBoardView
    {
        public BoardMoment Moment => BoardMoment.Present;
        public DateTimeOffset At => snapshot.At;
        public long Commit => snapshot.Commit;
        public long Sequence => snapshot.Sequence;
        public IEnumerable<SeriesKey> Keys => snapshot.Figures.Keys;

        public FigureState Get(SeriesKey key)
        {
            if (snapshot.Figures.TryGetValue(key, out var figure)) return figure;
            // Not sent and not on any dashboard: still with path and target.
            lock (board._gate) return board.Evaluate(key, snapshot.At);
        }

        public FigureExplanation Explain(SeriesKey key)
        {
            lock (board._gate) return board.Explain(key, snapshot.At);
        }

        public TargetPath? PathOf(string indicator)
        {
            lock (board._gate) return board._evaluator.PathOf(indicator);
        }
    }

    private sealed class Subscription(LiveBoard board, BoardListener listener) : IDisposable
    {
        public void Dispose() => board.Leave(listener);
    }
}
