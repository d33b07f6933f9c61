using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>Evaluates boards of the past from the store.</summary>
/// <remarks>
/// The boards used last are kept. Of each only what is asked about is loaded, single indicators or everything, once for all who ask at the same time. What was known at an instant never changes: its
/// commit is the newest one at that instant. A period "as known now" is read anew once a minute at most, so that a busy feed cannot make
/// every visit of <c>?period=2025</c> load the store.
/// </remarks>
public sealed class PastBoards(ProvincePack pack, IObservationStore store, LiveBoard live, TimeProvider time) : IPastBoards
{
    /// <summary>How many boards are kept.</summary>
    public const int MostBoards = 4;

    // Enough of a part for its figure and for its rank one cadence before.
    private const int NewestPerPart = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<BoardKey, PastBoard> _boards = [];
    private readonly HashSet<string> _flows = [.. pack.Catalogue.Where(i => i.Kind == IndicatorKind.Flow).Select(i => i.Code)];
    private readonly HashSet<string> _communes = [.. pack.Communes.Select(c => c.Code)];
    private long _uses;

    /// <inheritdoc/>
    public async Task<IBoardView> GetAsync(BoardMoment moment, IReadOnlySet<string>? indicators, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(moment);
        var now = time.GetUtcNow();
        var asOf = moment.AsOf?.ToUniversalTime() is { } asked && asked < now ? asked : (DateTimeOffset?)null;
        if (asOf is null && moment.Period is null) return live.View();

        // Boards are told apart by whole minutes; what was known is exact.
        var known = asOf ?? Floor(now);
        var commit = await store.CommitAtAsync(known, cancellationToken);
        var at = Floor(known);
        if (moment.Period is { } period && LastMomentOf(period) < at) at = LastMomentOf(period);

        var board = BoardOf(new(commit, moment.Period?.End, at));
        await board.EnsureAsync(indicators).WaitAsync(cancellationToken);
        return new PastView(moment, board);
    }

    private PastBoard BoardOf(BoardKey key)
    {
        lock (_gate)
        {
            if (!_boards.TryGetValue(key, out var board))
            {
                if (_boards.Count >= MostBoards) _boards.Remove(_boards.MinBy(b => b.Value.LastUse).Key);
                _boards.Add(key, board = new(key, indicators => LoadAsync(key, indicators)));
            }

            board.LastUse = ++_uses;
            return board;
        }
    }

    private async Task<FigureEvaluator> LoadAsync(BoardKey key, IReadOnlySet<string>? indicators)
    {
        var history = await store.LoadBoardHistoryAsync(
            new()
            {
                NewestPerPart = NewestPerPart,
                FlowsSince = ProvinceCalendar.StartOf(new(ProvinceCalendar.DayOf(key.At).Year - 1, 1, 1)),
                FlowIndicators = _flows,
                Communes = _communes,
                AsOfCommit = key.Commit,
                PeriodsUpTo = key.PeriodEnd,
                Indicators = indicators,
            },
            CancellationToken.None);
        var evaluator = new FigureEvaluator(pack);
        evaluator.Load(history);
        return evaluator;
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerMinute));

    // Of 2025 that is on 31 December: midnight is next year, in which its flows are last year's and its targets are past.
    private static DateTimeOffset LastMomentOf(Period period) => period.Kind == PeriodKind.Instant ? period.End : period.End.AddMilliseconds(-1);

    private readonly record struct BoardKey(long Commit, DateTimeOffset? PeriodEnd, DateTimeOffset At);

    /// <summary>One moment. What is asked about is loaded once for all who ask, single indicators or everything; a load that fails is forgotten.</summary>
    private sealed class PastBoard(BoardKey key, Func<IReadOnlySet<string>?, Task<FigureEvaluator>> load)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<SeriesKey, FigureState> _figures = [];
        private readonly Dictionary<string, Task<FigureEvaluator>> _single = new(StringComparer.Ordinal);
        private Task<FigureEvaluator>? _whole;

        public long LastUse { get; set; }
        public DateTimeOffset At => key.At;
        public long Commit => key.Commit;

        /// <summary>Of what is loaded.</summary>
        public IEnumerable<SeriesKey> Keys
        {
            get
            {
                lock (_gate)
                {
                    return Loaded(_whole) is { } whole
                        ? whole.Keys
                        : [.. _single.SelectMany(s => Loaded(s.Value)?.Keys.Where(k => k.Indicator == s.Key) ?? [])];
                }
            }
        }

        public async Task EnsureAsync(IReadOnlySet<string>? indicators)
        {
            List<Task> loads = [];
            lock (_gate)
            {
                if (_whole is { IsFaulted: true }) _whole = null;
                if (_whole is null && indicators is null) _whole = Start(null);
                if (_whole is not null)
                {
                    loads.Add(_whole);
                }
                else
                {
                    var missing = indicators!.Where(i => !_single.TryGetValue(i, out var known) || known.IsFaulted).ToHashSet(StringComparer.Ordinal);
                    if (missing.Count > 0)
                    {
                        var loading = Start(missing);
                        foreach (var indicator in missing) _single[indicator] = loading;
                    }

                    loads.AddRange(indicators!.Select(i => _single[i]));
                }
            }

            // Not the first asker's token: the others would lose their board when he leaves.
            await Task.WhenAll(loads);
        }

        public FigureState Get(SeriesKey series)
        {
            lock (_gate)
            {
                if (!_figures.TryGetValue(series, out var figure)) _figures.Add(series, figure = Evaluate(series));
                return figure;
            }
        }

        public FigureExplanation Explain(SeriesKey series)
        {
            lock (_gate)
            {
                var evaluator = EvaluatorOf(series.Indicator);
                try
                {
                    return evaluator.Explain(series, key.At);
                }
                catch (Exception)
                {
                    return new() { Figure = new() { Key = series, DataState = DataState.Error } };
                }
            }
        }

        public TargetPath? PathOf(string indicator)
        {
            lock (_gate) return EvaluatorOf(indicator).PathOf(indicator);
        }

        private Task<FigureEvaluator> Start(IReadOnlySet<string>? indicators) => Task.Run(() => load(indicators), CancellationToken.None);

        private FigureEvaluator EvaluatorOf(string indicator) =>
            Loaded(_whole) ?? Loaded(_single.GetValueOrDefault(indicator))
            ?? throw new InvalidOperationException($"The board of the past was not asked to hold the indicator '{indicator}'.");

        private static FigureEvaluator? Loaded(Task<FigureEvaluator>? load) => load is { IsCompletedSuccessfully: true } ? load.GetAwaiter().GetResult() : null;

        // As on the live board: one figure that cannot be computed does not take the others with it.
        private FigureState Evaluate(SeriesKey series)
        {
            var evaluator = EvaluatorOf(series.Indicator);
            try
            {
                return evaluator.Evaluate(series, key.At);
            }
            catch (Exception)
            {
                return new() { Key = series, DataState = DataState.Error };
            }
        }
    }

    private sealed class PastView(BoardMoment moment, PastBoard board) : IBoardView
    {
        public BoardMoment Moment => moment;
        public DateTimeOffset At => board.At;
        public long Commit => board.Commit;
        public long Sequence => 0;
        public IEnumerable<SeriesKey> Keys => board.Keys;

        public FigureState Get(SeriesKey key) => board.Get(key);

        public FigureExplanation Explain(SeriesKey key) => board.Explain(key);

        public TargetPath? PathOf(string indicator) => board.PathOf(indicator);
    }
}
