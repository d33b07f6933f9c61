using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.TestSupport;

/// <summary>An observation store in memory for tests of what stands around it: every reading becomes an observation, nothing is compared.</summary>
public sealed class MemoryStore : IObservationStore
{
    private readonly Lock _gate = new();
    private readonly List<Observation> _observations = [];
    private long _commit;

    /// <summary>Runs before each append; throw to play a store that fails, await to play a slow one.</summary>
    public Func<IReadOnlyList<CheckedBatch>, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after each append, when its rows are stored; throw to play a link that is lost with the answer.</summary>
    public Action AfterAppend { get; set; } = () => { };

    /// <summary>Runs before each query; throw to play a store that cannot be read.</summary>
    public Action BeforeQuery { get; set; } = () => { };

    /// <summary>Plays a store that knows what it has: an equal value of the same feed, series and period adds nothing.</summary>
    public bool ComparesContent { get; set; }

    /// <summary>Sizes of the appended groups, in batches.</summary>
    public List<int> Groups { get; } = [];

    public IReadOnlyList<Observation> Observations
    {
        get { lock (_gate) return [.. _observations]; }
    }

    public async Task<IReadOnlyList<BatchOutcome>> AppendAsync(IReadOnlyList<CheckedBatch> batches, CancellationToken cancellationToken)
    {
        await BeforeAppend(batches);
        lock (_gate)
        {
            Groups.Add(batches.Count);
            var outcomes = new List<BatchOutcome>();
            foreach (var batch in batches)
            {
                _commit++;
                var fresh = batch.Readings.Where(r => !ComparesContent || !_observations.Exists(o => o.Feed == batch.Feed && o.Series == r.Series && o.Period == r.Period && o.Value == r.Value)).ToList();
                var stored = fresh.Select((r, i) => new Observation
                {
                    Id = _observations.Count + 1 + i,
                    Commit = _commit,
                    Feed = batch.Feed,
                    Simulated = batch.Feed.StartsWith("demo", StringComparison.Ordinal),
                    Series = r.Series,
                    Period = r.Period,
                    Revision = 1,
                    Value = r.Value,
                    Weight = r.Weight,
                    Restated = r.Restated,
                    Method = r.Method,
                    Qualifier = r.Qualifier,
                    SenderId = r.SenderId,
                    ReceivedAt = batch.ReceivedAt,
                    Source = r.Source,
                }).ToList();
                _observations.AddRange(stored);
                outcomes.Add(new BatchOutcome { Commit = _commit, Duplicates = batch.Readings.Count - stored.Count, Rejections = batch.Rejections, Stored = stored });
            }

            AfterAppend();
            return outcomes;
        }
    }

    public Task<BoardHistory> LoadBoardHistoryAsync(int newestPerSeries, DateTimeOffset flowsSince, IReadOnlySet<string> flowIndicators, CancellationToken cancellationToken) =>
        Task.FromResult(new BoardHistory { Commit = _commit, Observations = Observations, Baselines = new Dictionary<SeriesKey, Baseline>() });

    public Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken)
    {
        BeforeQuery();
        var items = Observations.Where(o => o.Id > query.After && (query.Indicator is null || o.Series.Indicator == query.Indicator)).Take(query.Take).ToList();
        return Task.FromResult(new ObservationPage(items, items.Count == query.Take ? items[^1].Id : null));
    }

    public Task<long> CommitAtAsync(DateTimeOffset at, CancellationToken cancellationToken) => Task.FromResult(_commit);

    public Task<long> NewestCommitAsync(CancellationToken cancellationToken) => Task.FromResult(_commit);

    public Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken) => Task.FromResult<ObservationDetail?>(null);

    public Task KeepBaselineAsync(SeriesKey series, Baseline baseline, long observationId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> ThinSimulatedAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)Observations.Count);

    public Task<IReadOnlyList<StoredRejection>> RejectionsAsync(string? feed, int take, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredRejection>>([]);
}
