using KhcnIoc.Core.Feeds;

namespace KhcnIoc.Storage.Observations;

/// <summary>The hot reads. Each answers from one moment of the database and never waits for the writer.</summary>
internal interface IObservationReader
{
    Task<BoardHistory> LoadBoardHistoryAsync(BoardHistoryQuery query, CancellationToken cancellationToken);
    Task<SeriesPoints> LoadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken);
    Task<StoredBatch?> FindBatchAsync(long commit, CancellationToken cancellationToken);
    Task<IReadOnlyList<StoredSource>> SourcesAsync(int after, int take, CancellationToken cancellationToken);
    Task<IReadOnlyList<FeedTally>> FeedTalliesAsync(DateTimeOffset since, CancellationToken cancellationToken);
    Task<DateTimeOffset?> FirstCommitAtAsync(CancellationToken cancellationToken);
    Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken);
    Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken);
    Task<long> CommitAtAsync(DateTimeOffset at, CancellationToken cancellationToken);
    Task<long> NewestCommitAsync(CancellationToken cancellationToken);
    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <summary>Chooses what the board needs from one series and feed, whose rows come newest period end first, of each period the latest revision first.</summary>
/// <remarks>
/// The effective end is never after the period end. So once as many periods as wanted are at hand and the next period ends before the
/// oldest of them is effective, no later row can be among the newest: the walk ends, however long the history.
/// </remarks>
internal sealed class BoardWalk(long flowsSince)
{
    /// <summary>After so many superseded rows of a period the walk asks the index for the next period instead of reading on.</summary>
    public const int SupersededInARow = 8;

    private readonly PriorityQueue<int, long> _newest = new();
    private readonly List<(Observation Observation, bool Flow)> _kept = [];
    private readonly HashSet<int> _outdone = [];

    private int _wanted;

    /// <summary>Effective end of the oldest that counts among the newest, in Unix milliseconds; the least number while there are too few.</summary>
    public long Oldest => _newest.Count >= _wanted && _newest.TryPeek(out _, out var oldest) ? oldest : long.MinValue;

    public void Start(int wanted)
    {
        _wanted = wanted;
        _newest.Clear();
        _kept.Clear();
        _outdone.Clear();
    }

    /// <summary>False when neither this period nor any after it can be wanted.</summary>
    public bool Wants(long periodEnd, bool flow) =>
        (flow && periodEnd > flowsSince) || periodEnd > Oldest;

    public void Keep(Observation latestOfPeriod, bool flow)
    {
        var index = _kept.Count;
        _kept.Add((latestOfPeriod, flow && latestOfPeriod.Period.End.ToUnixTimeMilliseconds() > flowsSince));
        _newest.Enqueue(index, latestOfPeriod.EffectiveEnd.ToUnixTimeMilliseconds());
        if (_newest.Count > _wanted) _outdone.Add(_newest.Dequeue());
    }

    public void Finish(List<Observation> into)
    {
        for (var i = 0; i < _kept.Count; i++)
        {
            if (_kept[i].Flow || !_outdone.Contains(i)) into.Add(_kept[i].Observation);
        }
    }
}
