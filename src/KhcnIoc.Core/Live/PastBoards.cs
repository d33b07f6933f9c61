using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>Evaluates boards of the past from the store.</summary>
/// <remarks>
/// The boards used last are kept, each loaded once for all who ask at the same time; a load that fails is forgotten. What was known at an instant never changes: its
/// commit is the newest one at that instant. A period "as known now" is read anew once a minute at most, so that a busy feed cannot make
/// every visit of <c>?period=2025</c> load the store.
/// </remarks>
public sealed class PastBoards(ProvincePack pack, IObservationStore store, LiveBoard live, TimeProvider time) : IPastBoards
{
    /// <summary>How many boards are kept.</summary>
    public const int MostBoards = 8;

    // Enough of a part for its figure and for its rank one cadence before.
    private const int NewestPerPart = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<BoardKey, Slot> _boards = [];
    private readonly HashSet<string> _flows = [.. pack.Catalogue.Where(i => i.Kind == IndicatorKind.Flow).Select(i => i.Code)];
    private readonly HashSet<string> _communes = [.. pack.Communes.Select(c => c.Code)];
    private long _uses;

    /// <inheritdoc/>
    public async Task<IBoardView> GetAsync(BoardMoment moment, CancellationToken cancellationToken)
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

        var board = await BoardAsync(new(commit, moment.Period?.End, at)).WaitAsync(cancellationToken);
        return new PastView(moment, board);
    }

    private Task<PastBoard> BoardAsync(BoardKey key)
    {
        lock (_gate)
        {
            if (!_boards.TryGetValue(key, out var slot))
            {
                if (_boards.Count >= MostBoards) _boards.Remove(_boards.MinBy(b => b.Value.LastUse).Key);
                // Not the first asker's token: the others would lose their board when he leaves.
                _boards.Add(key, slot = new());
                slot.Board = Task.Run(() => LoadAsync(key, slot), CancellationToken.None);
            }

            slot.LastUse = ++_uses;
            return slot.Board!;
        }
    }

    private async Task<PastBoard> LoadAsync(BoardKey key, Slot slot)
    {
        try
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
                },
                CancellationToken.None);
            var evaluator = new FigureEvaluator(pack);
            evaluator.Load(history);
            return new(evaluator, key);
        }
        catch
        {
            lock (_gate)
            {
                if (_boards.TryGetValue(key, out var current) && current == slot) _boards.Remove(key);
            }

            throw;
        }
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerMinute));

    // Of 2025 that is on 31 December: midnight is next year, in which its flows are last year's and its targets are past.
    private static DateTimeOffset LastMomentOf(Period period) => period.Kind == PeriodKind.Instant ? period.End : period.End.AddMilliseconds(-1);

    private readonly record struct BoardKey(long Commit, DateTimeOffset? PeriodEnd, DateTimeOffset At);

    private sealed class Slot
    {
        public Task<PastBoard>? Board { get; set; }
        public long LastUse { get; set; }
    }

    // Evaluated as it is asked for; what was asked for once is kept.
    private sealed class PastBoard(FigureEvaluator evaluator, BoardKey key)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<SeriesKey, FigureState> _figures = [];

        public DateTimeOffset At => key.At;
        public long Commit => key.Commit;
        public IEnumerable<SeriesKey> Keys => evaluator.Keys;

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
            lock (_gate) return evaluator.PathOf(indicator);
        }

        // As on the live board: one figure that cannot be computed does not take the others with it.
        private FigureState Evaluate(SeriesKey series)
        {
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
