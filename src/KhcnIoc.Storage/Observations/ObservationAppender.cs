using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Observations;

/// <summary>Decides what becomes of each reading (DESIGN, "Semantics": Key) and drives the database's append statements.</summary>
/// <remarks>One call at a time (<see cref="WriteGate"/>). The caches hold ids of rows; after any failure they are dropped, because a rolled back row has no id.</remarks>
internal sealed class ObservationAppender(IAppendDatabase database, int chunkSize, TimeProvider time, int keptRejections = 100_000)
{
    // A feed above its limit is counted and trimmed once in so many rejections, not at each.
    private const int TrimEvery = 1_000;

    private static readonly Meter s_meter = new("KhcnIoc.Store");
    private static readonly Counter<long> s_dropped = s_meter.CreateCounter<long>(
        "ioc.store.rejections.dropped", description: "Unsettled rejections removed because their feed had too many.");

    // At least as many as the feed has: what was only counted up is in it too, until the next real count.
    private readonly Dictionary<int, long> _openRejections = [];
    private const int CachedSources = 20_000;
    private const int CachedSeries = 200_000;

    private readonly Dictionary<string, FeedIdentity> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<SeriesKey, int> _series = [];
    private readonly Dictionary<Provenance, int> _sources = [];
    private Position _visible;
    private long _lastObservation;
    private long _lastCommit;
    private int _lastSeries;
    private int _lastSource;
    private long _lastVisibleAt;
    private bool _recovered;

    /// <summary>Removes what an interrupted hand-over left and reads where the numbering stands.</summary>
    public void Recover() => Guard(() =>
    {
        _recovered = false;
        Forget();
        _visible = database.Recover();
        (_lastObservation, _lastCommit) = (_visible.LastObservationId, _visible.Commit);
        (_lastSeries, _lastSource) = database.GreatestIds();
        _recovered = true;
        return 0;
    });

    public IReadOnlyList<BatchOutcome> Append(IReadOnlyList<CheckedBatch> batches, CancellationToken cancellationToken)
    {
        if (!_recovered) Recover();
        return Guard(() =>
        {
            try
            {
                database.Begin();
                var outcomes = Run(batches, cancellationToken);
                database.Commit();
                if (outcomes.Count > 0) _visible = new(_lastCommit, _lastObservation, _lastVisibleAt);
                return outcomes;
            }
            catch
            {
                // Chunks may have been committed as pending: the next call clears them before it does anything else.
                _recovered = false;
                database.Rollback();
                throw;
            }
        });
    }

    private List<BatchOutcome> Run(IReadOnlyList<CheckedBatch> batches, CancellationToken cancellationToken)
    {
        _lastVisibleAt = _visible.VisibleAt;
        var chunks = new Chunks(database, chunkSize, batches.Sum(b => (long)b.Readings.Count) > chunkSize);
        var outcomes = new List<BatchOutcome>(batches.Count);
        var pending = new List<(long Commit, long LastObservation, int Stored, int Duplicates, int Rejected)>();
        foreach (var batch in batches)
        {
            var feed = FindFeed(batch.Feed);
            var receivedAt = batch.ReceivedAt.ToUnixTimeMilliseconds();
            var (channel, name) = (Lengths.Bound(batch.Channel, Lengths.Channel), Lengths.Bound(batch.Name, Lengths.Name));
            var commit = _lastCommit + 1;
            if (chunks.Active)
            {
                // Reserves the number; without a visible time no reader looks beyond the batch before it.
                database.InsertBatch(new(commit, feed.Id, receivedAt, null, _lastObservation, 0, 0, 0, channel, name));
                _lastCommit = commit;
            }

            var work = new BatchWork(feed, commit, receivedAt, chunks.Active ? commit : _lastCommit);
            for (var start = 0; start < batch.Readings.Count; start += chunkSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AppendReadings(work, batch.Readings, start, Math.Min(chunkSize, batch.Readings.Count - start), chunks);
            }

            var rejections = batch.Rejections.Concat(work.Rejections).OrderBy(r => r.Index).ToArray();
            var adds = work.Stored.Count > 0 || work.Cited > 0;
            if (chunks.Active)
            {
                pending.Add((commit, _lastObservation, work.Stored.Count, work.Duplicates, rejections.Length));
            }
            else if (adds)
            {
                _lastCommit = commit;
                database.InsertBatch(new(commit, feed.Id, receivedAt, NextVisibleAt(), _lastObservation, work.Stored.Count, work.Duplicates, rejections.Length, channel, name));
            }

            KeepRejections(feed, receivedAt, rejections);
            outcomes.Add(new BatchOutcome { Commit = _lastCommit, Duplicates = work.Duplicates, Rejections = rejections, Stored = work.Stored });
        }

        if (pending.Count > 0)
        {
            // Everything so far becomes durable but stays invisible; the transaction that shows it is a handful of rows.
            chunks.Cut();
            var visibleAt = NextVisibleAt();
            foreach (var (commit, last, stored, duplicates, rejected) in pending)
            {
                // Gone only if another process took this one for dead and cleaned up after it: then its sender must hear no "accepted".
                if (!database.FinishBatch(commit, visibleAt, last, stored, duplicates, rejected))
                    throw new InvalidOperationException($"The pending batch {commit} is gone: does another server use the same database?");
            }
        }

        return outcomes;
    }

    private void AppendReadings(BatchWork work, IReadOnlyList<CheckedReading> readings, int start, int count, Chunks chunks)
    {
        var rows = new (int SeriesId, CheckedReading Reading, string SenderId)[count];
        for (var i = 0; i < count; i++)
        {
            var reading = readings[start + i];

            // SQL Server ignores trailing blanks when it compares; so both do.
            rows[i] = (SeriesId(reading.Series), reading, reading.SenderId.Trim());
        }

        database.Prepare(work.Feed.Id, rows);
        foreach (var (seriesId, reading, senderId) in rows)
        {
            AppendReading(work, seriesId, reading, senderId);
            chunks.Count();
        }
    }

    private void AppendReading(BatchWork work, int seriesId, CheckedReading reading, string senderId)
    {
        if (senderId.Length > Lengths.SenderId)
        {
            work.Reject(reading, "id", "id-too-long", $"Mã bản ghi dài quá {Lengths.SenderId} ký tự.");
            return;
        }

        var (start, end) = (reading.Period.Start.ToUnixTimeMilliseconds(), reading.Period.End.ToUnixTimeMilliseconds());
        var value = decimal.Round(reading.Value, 4);
        var weight = reading.Weight is { } w ? decimal.Round(w, 4) : (decimal?)null;
        if (senderId.Length > 0 && database.FindBySenderId(work.Feed.Id, senderId) is { } known)
        {
            var same = known.SeriesId == seriesId && known.PeriodStart == start && known.PeriodEnd == end && known.Value == value && known.Weight == weight
                && known.Restated == reading.Restated && known.Method == reading.Method && known.Qualifier == reading.Qualifier;
            if (same) work.Duplicates++;
            else work.Reject(reading, "id", "id-reused", $"Mã bản ghi “{senderId}” đã được dùng cho một số liệu khác; bản đính chính cần mã mới.");
            return;
        }

        var sourceId = reading.Source is null ? (int?)null : SourceId(reading.Source);
        var revision = 1;
        if (database.FindLatest(work.Feed.Id, seriesId, start, end) is { } latest)
        {
            // Another weight is another statement: a roll-up would differ by it. None given says nothing about it.
            if (latest.Value == value && (weight is null || latest.Weight == weight) && latest.Method == reading.Method && latest.Qualifier == reading.Qualifier)
            {
                work.Duplicates++;
                if (senderId.Length > 0)
                    database.InsertRepeatedId(work.Feed.Id, senderId, latest with { Weight = weight, Restated = reading.Restated }, work.MarkedWith);
                if (sourceId is { } source && source != latest.SourceId && !database.IsCited(latest.ObservationId, source))
                {
                    database.InsertCitation(latest.ObservationId, source, work.Commit);
                    work.Cited++;
                }

                return;
            }

            revision = latest.Revision + 1;
        }

        var id = ++_lastObservation;
        database.Insert(new(id, seriesId, work.Feed.Id, work.Commit, start, end, revision, value, weight, reading.Restated, reading.Method, reading.Qualifier,
            senderId, sourceId, work.ReceivedAt, reading.Row));
        work.Stored.Add(new Observation
        {
            Id = id,
            Commit = work.Commit,
            Feed = work.Feed.Code,
            Simulated = work.Feed.Simulated,
            Series = reading.Series,
            Period = reading.Period,
            Revision = revision,
            Value = value,
            Weight = weight,
            Restated = reading.Restated,
            Method = reading.Method,
            Qualifier = reading.Qualifier,
            SenderId = senderId,
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(work.ReceivedAt),
            Source = reading.Source,
            SourceId = sourceId,
            Row = reading.Row,
        });
    }

    private void KeepRejections(FeedIdentity feed, long receivedAt, Rejection[] rejections)
    {
        if (rejections.Length == 0) return;
        foreach (var r in rejections) database.InsertRejection(feed.Id, _lastCommit, receivedAt, HashOf(r.Field, r.Code, r.Raw), r);
        if (!_openRejections.TryGetValue(feed.Id, out var open)) open = database.CountRejections(feed.Id);
        else open += rejections.Length;
        if (open > keptRejections + Math.Min(TrimEvery, keptRejections))
        {
            var dropped = database.TrimRejections(feed.Id, keptRejections);
            if (dropped > 0) s_dropped.Add(dropped, new KeyValuePair<string, object?>("feed", feed.Code));
            open = database.CountRejections(feed.Id);
        }

        _openRejections[feed.Id] = open;
    }

    // A clock that was set back must not make a later commit look older: "as known at" would lose it.
    private long NextVisibleAt() => _lastVisibleAt = Math.Max(_lastVisibleAt, time.GetUtcNow().ToUnixTimeMilliseconds());

    private FeedIdentity FindFeed(string code)
    {
        if (_feeds.TryGetValue(code, out var feed)) return feed;
        feed = database.FindFeed(code) ?? throw new ArgumentException($"The feed '{code}' is not registered.", nameof(code));
        return _feeds[code] = feed;
    }

    private int SeriesId(SeriesKey series)
    {
        if (_series.TryGetValue(series, out var id)) return id;
        if (database.FindSeries(series) is { } found)
        {
            id = found;
        }
        else
        {
            database.InsertSeries(id = ++_lastSeries, series);
        }

        if (_series.Count >= CachedSeries) _series.Clear();
        return _series[series] = id;
    }

    private int SourceId(Provenance source)
    {
        if (_sources.TryGetValue(source, out var id)) return id;
        var hash = HashOf(source.Title, source.Publisher, source.Url, source.Document, source.Published, source.Page, source.Quote);
        if (database.FindSource(hash) is { } found)
        {
            id = found;
        }
        else
        {
            database.InsertSource(id = ++_lastSource, hash, source);
        }

        if (_sources.Count >= CachedSources) _sources.Clear();
        return _sources[source] = id;
    }

    // Lengths in front keep ("ab", "c") and ("a", "bc") apart.
    private static string HashOf(params string[] parts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => $"{p.Length}:{p}")))));

    private void Forget()
    {
        _feeds.Clear();
        _series.Clear();
        _sources.Clear();
        _openRejections.Clear();
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (database.Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>What is known of a batch while it is written.</summary>
    private sealed class BatchWork(FeedIdentity feed, long commit, long receivedAt, long markedWith)
    {
        public FeedIdentity Feed { get; } = feed;
        public long Commit { get; } = commit;
        public long ReceivedAt { get; } = receivedAt;

        /// <summary>Commit kept with rows that alone make no commit.</summary>
        public long MarkedWith { get; } = markedWith;
        public List<Observation> Stored { get; } = [];
        public List<Rejection> Rejections { get; } = [];
        public int Duplicates { get; set; }
        public int Cited { get; set; }

        public void Reject(CheckedReading reading, string field, string code, string reason) =>
            Rejections.Add(new(reading.Index, field, code, reason, reading.Raw));
    }

    /// <summary>Ends the transaction every so many rows where a hand-over is too large for one.</summary>
    private sealed class Chunks(IAppendDatabase database, int size, bool active)
    {
        private int _rows;

        public bool Active { get; } = active;

        public void Count()
        {
            if (Active && ++_rows >= size) Cut();
        }

        public void Cut()
        {
            database.Commit();
            database.Begin();
            _rows = 0;
        }
    }
}
