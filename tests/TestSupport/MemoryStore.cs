using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.TestSupport;

/// <summary>An observation store in memory for tests of what stands around it: every reading becomes an observation, nothing is compared.</summary>
public sealed class MemoryStore : IObservationStore
{
    private readonly Lock _gate = new();
    private readonly List<Observation> _observations = [];
    private readonly List<Provenance> _sources = [];
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
                    SourceId = r.Source is null ? null : SourceIdOf(r.Source),
                    Row = r.Row,
                }).ToList();
                _observations.AddRange(stored);
                outcomes.Add(new BatchOutcome { Commit = _commit, Duplicates = batch.Readings.Count - stored.Count, Rejections = batch.Rejections, Stored = stored });
            }

            AfterAppend();
            return outcomes;
        }
    }

    public Task<BoardHistory> LoadBoardHistoryAsync(BoardHistoryQuery query, CancellationToken cancellationToken)
    {
        BeforeQuery();
        var visible = Newest(Observations.Where(o => o.Commit <= (query.AsOfCommit ?? long.MaxValue) && o.Period.End <= (query.PeriodsUpTo ?? DateTimeOffset.MaxValue) && query.Indicators?.Contains(o.Series.Indicator) != false));
        return Task.FromResult(new BoardHistory { Commit = Math.Min(query.AsOfCommit ?? _commit, _commit), Observations = [.. visible], Baselines = new Dictionary<SeriesKey, Baseline>() });
    }

    public Task<SeriesPoints> LoadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken)
    {
        BeforeQuery();
        var points = Newest(Observations.Where(o => o.Series == query.Series && o.Commit <= (query.AsOfCommit ?? long.MaxValue) && o.Period.End <= (query.PeriodsUpTo ?? DateTimeOffset.MaxValue)));
        return Task.FromResult(new SeriesPoints([.. points.OrderBy(o => o.Period.End).ThenBy(o => o.Period.Start)], Thinned: false));
    }

    public Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken)
    {
        BeforeQuery();
        var found = Observations.Where(o => o.Id > query.After && o.Id < (query.Before ?? long.MaxValue)
            && (query.Indicator is null || o.Series.Indicator == query.Indicator)
            && (query.Area is null || o.Series.Area == query.Area)
            && (query.Agency is null || o.Series.Agency == query.Agency)
            && (query.Source is null || o.SourceId == query.Source)
            && o.Commit <= (query.AsOfCommit ?? long.MaxValue));
        if (query.NewestFirst) found = found.Reverse();
        var items = found.Take(query.Take).ToList();
        return Task.FromResult(new ObservationPage(items, items.Count == query.Take ? items[^1].Id : null));
    }

    public Task<long> CommitAtAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        Task.FromResult(Observations.Where(o => o.ReceivedAt <= at).Select(o => o.Commit).DefaultIfEmpty(0).Max());

    public Task<long> NewestCommitAsync(CancellationToken cancellationToken) => Task.FromResult(_commit);

    public Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var found = Observations.FirstOrDefault(o => o.Id == id);
        if (found is null) return Task.FromResult<ObservationDetail?>(null);
        var revisions = Observations.Where(o => o.Feed == found.Feed && o.Series == found.Series && o.Period == found.Period).ToList();
        return Task.FromResult<ObservationDetail?>(new(found, revisions, []));
    }

    public Task<StoredBatch?> FindBatchAsync(long commit, CancellationToken cancellationToken)
    {
        var stored = Observations.Where(o => o.Commit == commit).ToList();
        return Task.FromResult(stored.Count == 0 ? null : new StoredBatch(commit, stored[0].Feed, stored[0].ReceivedAt, stored[0].ReceivedAt, "http-json", "", stored.Count, 0, 0));
    }

    public Task<IReadOnlyList<StoredSource>> SourcesAsync(int after, int take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredSource>>([.. Observations.Where(o => o.Source is not null && o.SourceId > after).DistinctBy(o => o.SourceId).OrderBy(o => o.SourceId).Take(take).Select(o => new StoredSource(o.SourceId!.Value, o.Source!))]);

    public Task<StoredSource?> FindSourceAsync(int id, CancellationToken cancellationToken) =>
        Task.FromResult(Observations.Where(o => o.SourceId == id).Select(o => new StoredSource(id, o.Source!)).FirstOrDefault());

    public Task<IReadOnlyList<FeedTally>> FeedTalliesAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FeedTally>>([.. Observations.Where(o => o.ReceivedAt >= since).GroupBy(o => o.Feed).Select(g => new FeedTally(g.Key, g.Count(), 0, 0, g.Max(o => o.ReceivedAt)))]);

    public Task<DateTimeOffset?> FirstCommitAtAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Observations.Count == 0 ? (DateTimeOffset?)null : Observations.Min(o => o.ReceivedAt));

    public Task KeepBaselineAsync(SeriesKey series, Baseline baseline, long observationId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> ThinSimulatedAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)Observations.Count);

    public Task<IReadOnlyList<StoredRejection>> RejectionsAsync(string? feed, int take, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredRejection>>([]);

    private int SourceIdOf(Provenance source)
    {
        var known = _sources.IndexOf(source);
        if (known >= 0) return known + 1;
        _sources.Add(source);
        return _sources.Count;
    }

    private static IEnumerable<Observation> Newest(IEnumerable<Observation> observations) =>
        observations.GroupBy(o => (o.Feed, o.Series, o.Period)).Select(g => g.MaxBy(o => o.Id)!);
}
