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
/// so a busy moment makes larger commits instead of lock waits.
/// </remarks>
public sealed class IngestPipeline : IDisposable
{
    private readonly Channel<Waiting> _queue;
    private readonly IObservationStore _store;
    private readonly IngestLimits _limits;
    private readonly Meter _meter = new("KhcnIoc.Ingest");
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failed;

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

    /// <summary>Hands a batch in and waits until it is durable. <see langword="null"/> = the queue is full, try again later.</summary>
    /// <remarks>Throws what the store threw when it could not be written; then nothing of the batch is stored. Giving up the wait does not take the batch back: it may be stored all the same, as after any lost answer.</remarks>
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
            // One batch must not take its neighbours down: each gets its own try and its own answer.
            foreach (var one in group) await StoreAsync([one]);
            return;
        }
        catch (Exception exception)
        {
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

        if (stored.Count > 0)
        {
            _accepted.Add(stored.Count);
            Committed?.Invoke(commit, stored);
        }

        for (var i = 0; i < group.Count; i++) group[i].Outcome.TrySetResult(outcomes[i]);
    }

    public void Dispose() => _meter.Dispose();

    private sealed record Waiting(CheckedBatch Batch)
    {
        public TaskCompletionSource<BatchOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
