using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace KhcnIoc.Core.Feeds;

/// <summary>Limits of the intake.</summary>
public sealed record IngestLimits
{
    /// <summary>Batches that may wait for the writer; a sender beyond that is told to come back (429).</summary>
    public int WaitingBatches { get; init; } = 512;

    /// <summary>Rows that one transaction takes together before it commits.</summary>
    public int RowsPerCommit { get; init; } = 5_000;
}

/// <summary>The one way of every figure into the store: waits in a bounded queue, shares a commit with its neighbours, then reaches the board.</summary>
/// <remarks>
/// The answer of <see cref="SubmitAsync"/> comes only after the commit is durable (DESIGN rule 1). The pipeline is the store's only writer of observations,
/// so a busy moment makes larger commits instead of lock waits. A commit may be durable although its answer was lost with the link: after a failure the next
/// commit is preceded by reading back whatever is newer than what <see cref="Committed"/> was told.
/// </remarks>
public sealed class IngestPipeline : IDisposable
{
    private const int PageRows = 1_000;

    // 100,000 rows are a second of reading; what is beyond waits for the next commit.
    private const int PagesAtOnce = 100;

    private readonly Channel<Waiting> _queue;
    private readonly IObservationStore _store;
    private readonly IngestLimits _limits;
    private readonly Meter _meter = new("KhcnIoc.Ingest");
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failed;

    // Only the reader's loop touches these two, once it runs.
    private long _toldUpTo;
    private bool _behind;

    public IngestPipeline(IObservationStore store, IngestLimits limits)
    {
        _store = store;
        _limits = limits;
        _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(limits.WaitingBatches) { SingleReader = true });
        _accepted = _meter.CreateCounter<long>("ioc.ingest.observations", description: "Observations stored.");
        _refused = _meter.CreateCounter<long>("ioc.ingest.refused", description: "Batches turned away because the queue was full.");
        _failed = _meter.CreateCounter<long>("ioc.ingest.failed", description: "Batches that the store could not take.");
        _meter.CreateObservableGauge("ioc.ingest.waiting", () => _queue.Reader.Count, description: "Batches waiting for the writer.");
    }

    /// <summary>Called after each commit with what it added, before the senders are answered. Must not throw.</summary>
    public Action<long, IReadOnlyList<Observation>>? Committed { get; set; }

    /// <summary>Called when the store failed; the senders have the exception too.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>Says what the listener of <see cref="Committed"/> holds already. Call it before <see cref="RunAsync"/>.</summary>
    /// <param name="observationId">The greatest id it has; a smaller one costs only reading.</param>
    public void StartAfter(long observationId) => _toldUpTo = observationId;

    /// <summary>Hands a batch in and waits until it is durable. <see langword="null"/> = the queue is full, try again later.</summary>
    /// <remarks>Throws what the store threw when it could not be written; then nothing of the batch is stored, or, if only the answer was lost, a resend is a duplicate. Giving up the wait does not take the batch back: it may be stored all the same, as after any lost answer.</remarks>
    public async Task<BatchOutcome?> SubmitAsync(CheckedBatch batch, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(batch);
        if (!_queue.Writer.TryWrite(waiting))
        {
            _refused.Add(1);
            return null;
        }

        return await waiting.Outcome.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes until cancelled; then finishes what is waiting. Run it once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(() => _queue.Writer.TryComplete());
        var group = new List<Waiting>();
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            group.Clear();
            var rows = 0;
            while (rows < _limits.RowsPerCommit && _queue.Reader.TryRead(out var next))
            {
                group.Add(next);
                rows += Math.Max(1, next.Batch.Readings.Count);
            }

            await StoreAsync(group);
        }
    }

    private async Task StoreAsync(List<Waiting> group)
    {
        IReadOnlyList<BatchOutcome> outcomes;
        try
        {
            outcomes = await _store.AppendAsync(group.ConvertAll(w => w.Batch), CancellationToken.None);
        }
        catch (Exception) when (group.Count > 1)
        {
            _behind = true;
            // One batch must not take its neighbours down: each gets its own try and its own answer.
            foreach (var one in group) await StoreAsync([one]);
            return;
        }
        catch (Exception exception)
        {
            _behind = true;
            _failed.Add(1);
            Failed?.Invoke(exception);
            group[0].Outcome.TrySetException(exception);
            return;
        }

        long commit = 0;
        var stored = new List<Observation>();
        foreach (var outcome in outcomes)
        {
            commit = Math.Max(commit, outcome.Commit);
            stored.AddRange(outcome.Stored);
        }

        _accepted.Add(stored.Count);
        if (_behind) await CatchUpAsync();

        // Ids rise with commits, so what was read back already needs no second telling.
        var news = stored.FindAll(o => o.Id > _toldUpTo);
        if (news.Count > 0)
        {
            if (!_behind) _toldUpTo = Math.Max(_toldUpTo, news[^1].Id);
            Committed?.Invoke(commit, news);
        }

        for (var i = 0; i < group.Count; i++) group[i].Outcome.TrySetResult(outcomes[i]);
    }

    // If it cannot be read now, or is more than fits, the rest follows with the next commit; the senders are answered in any case.
    private async Task CatchUpAsync()
    {
        try
        {
            for (var page = 0; page < PagesAtOnce; page++)
            {
                var rows = await _store.QueryAsync(new ObservationQuery { After = _toldUpTo, Take = PageRows }, CancellationToken.None);
                if (rows.Items.Count > 0)
                {
                    Committed?.Invoke(rows.Items[^1].Commit, rows.Items);
                    _toldUpTo = rows.Items[^1].Id;
                }

                if (rows.Next is not null) continue;
                _behind = false;
                return;
            }
        }
        catch (Exception exception)
        {
            Failed?.Invoke(exception);
        }
    }

    public void Dispose() => _meter.Dispose();

    private sealed record Waiting(CheckedBatch Batch)
    {
        public TaskCompletionSource<BatchOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
