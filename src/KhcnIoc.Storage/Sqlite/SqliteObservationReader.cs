using System.Collections.Concurrent;
using System.Globalization;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.Data.Sqlite;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>Reads observations on connections of its own: with a write-ahead log readers and the writer do not wait for each other.</summary>
internal sealed class SqliteObservationReader(string connectionString) : IObservationReader
{
    private const int CachedSources = 20_000;
    private const long CountedExactlyUpTo = 1_000_000;
    private const string Columns = "Id, \"Commit\", FeedId, SeriesId, PeriodStart, PeriodEnd, Revision, Value, Weight, Restated, Method, Qualifier, SenderId, SourceId, ReceivedAt";

    // Rows of these tables never change once a reader can see them, so they are kept across calls.
    private readonly ConcurrentDictionary<int, SeriesKey> _series = new();
    private readonly ConcurrentDictionary<int, FeedIdentity> _feeds = new();
    private readonly ConcurrentDictionary<int, Provenance> _sources = new();
    private readonly string _connectionString = connectionString;

    public Task<BoardHistory> LoadBoardHistoryAsync(
        int newestPerSeries, DateTimeOffset flowsSince, IReadOnlySet<string> flowIndicators, CancellationToken cancellationToken) => RunAsync(read =>
    {
        var since = flowsSince.ToUnixTimeMilliseconds();
        using var pairs = read.Make(
            "SELECT SeriesId, FeedId FROM Observations WHERE (SeriesId, FeedId) > (@0, @1) ORDER BY SeriesId, FeedId LIMIT 1", 2);
        using var rows = read.Make(
            $"SELECT {Columns} FROM Observations WHERE SeriesId = @0 AND FeedId = @1 AND (PeriodEnd, PeriodStart) < (@2, @3) AND Id <= @4 "
            + "ORDER BY PeriodEnd DESC, PeriodStart DESC, Revision DESC", 5);
        var walk = new BoardWalk(newestPerSeries, since);
        var found = new List<Observation>();
        var pair = (Series: 0, Feed: 0);
        while (NextPair(pairs, ref pair))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var flow = flowIndicators.Contains(read.Series(pair.Series).Indicator);
            walk.Start();
            var (end, start) = (long.MaxValue, long.MaxValue);
            var more = true;
            while (more)
            {
                more = false;
                var superseded = 0;
                rows.Set(0, pair.Series).Set(1, pair.Feed).Set(2, end).Set(3, start).Set(4, read.Visible.LastObservationId);
                using var reader = rows.Read();
                while (reader.Read())
                {
                    var (nextStart, nextEnd) = (reader.GetInt64(4), reader.GetInt64(5));
                    if (nextEnd == end && nextStart == start)
                    {
                        if (++superseded <= BoardWalk.SupersededInARow) continue;
                        more = true;
                        break;
                    }

                    if (!walk.Wants(nextEnd, flow)) break;
                    (start, end, superseded) = (nextStart, nextEnd, 0);
                    walk.Keep(read.Observation(reader), flow);
                }
            }

            walk.Finish(found);
        }

        var baselines = new Dictionary<SeriesKey, Baseline>();
        using var kept = read.Make("SELECT SeriesId, Value, Date, Source FROM Baselines", 0);
        using var baseline = kept.Read();
        while (baseline.Read())
        {
            var day = DateOnly.ParseExact(baseline.GetString(2), "yyyy-MM-dd", CultureInfo.InvariantCulture);
            baselines[read.Series(baseline.GetInt32(0))] = new((decimal)baseline.GetDouble(1), day, baseline.GetString(3));
        }

        return new BoardHistory { Commit = read.Visible.Commit, Observations = found, Baselines = baselines };
    }, cancellationToken);

    public Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken) => RunAsync(read =>
    {
        var take = Math.Clamp(query.Take, 1, 1000);
        var last = query.AsOfCommit is { } commit ? Math.Min(read.LastObservationOf(commit), read.Visible.LastObservationId) : read.Visible.LastObservationId;
        var from = query.From?.ToUnixTimeMilliseconds() ?? long.MinValue;
        var to = query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        var filtered = query.Indicator is { Length: > 0 } || query.Area is { Length: > 0 } || query.Agency is not null;

        // One row more than asked for tells whether there is a next page.
        var ids = filtered
            ? IdsOfSeries(read, read.SeriesLike(query), query.After, last, from, to, take + 1, cancellationToken)
            : IdsOfAll(read, query.After, last, from, to, take + 1);
        var items = new List<Observation>(Math.Min(ids.Count, take));
        using var one = read.Make($"SELECT {Columns} FROM Observations WHERE Id = @0", 1);
        foreach (var id in ids.Take(take))
        {
            using var row = one.Set(0, id).Read();
            if (row.Read()) items.Add(read.Observation(row));
        }

        return new ObservationPage(items, ids.Count > take ? items[^1].Id : null);
    }, cancellationToken);

    public Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken) => RunAsync(read =>
    {
        if (id > read.Visible.LastObservationId) return null;
        using var one = read.Make($"SELECT {Columns} FROM Observations WHERE Id = @0", 1);
        Observation observation;
        long series, feed, start, end;
        using (var row = one.Set(0, id).Read())
        {
            if (!row.Read()) return null;
            (feed, series, start, end) = (row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
            observation = read.Observation(row);
        }

        var revisions = new List<Observation>();
        using (var key = read.Make($"SELECT {Columns} FROM Observations WHERE SeriesId = @0 AND FeedId = @1 AND PeriodEnd = @2 AND PeriodStart = @3 AND Id <= @4 ORDER BY Revision", 5))
        using (var row = key.Set(0, series).Set(1, feed).Set(2, end).Set(3, start).Set(4, read.Visible.LastObservationId).Read())
        {
            while (row.Read()) revisions.Add(read.Observation(row));
        }

        var citations = new List<Provenance>();
        using (var cited = read.Make("SELECT SourceId FROM Citations WHERE ObservationId = @0 AND \"Commit\" <= @1 ORDER BY \"Commit\", SourceId", 2))
        using (var row = cited.Set(0, id).Set(1, read.Visible.Commit).Read())
        {
            while (row.Read()) citations.Add(read.Source(row.GetInt32(0)));
        }

        return new ObservationDetail(observation, revisions, citations);
    }, cancellationToken);

    public Task<long> CommitAtAsync(DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(read =>
    {
        using var command = read.Make("SELECT \"Commit\" FROM Batches WHERE VisibleAt <= @0 ORDER BY VisibleAt DESC, \"Commit\" DESC LIMIT 1", 1);
        return command.Set(0, at.ToUnixTimeMilliseconds()).Scalar() ?? 0;
    }, cancellationToken);

    public Task<long> NewestCommitAsync(CancellationToken cancellationToken) => RunAsync(read => read.Visible.Commit, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => RunAsync(read =>
    {
        // Counting ten million rows reads a whole index; the greatest id is at most the thinned simulated rows too high.
        if (read.Visible.LastObservationId > CountedExactlyUpTo) return read.Visible.LastObservationId;
        using var command = read.Make("SELECT count(*) FROM Observations WHERE Id <= @0", 1);
        return command.Set(0, read.Visible.LastObservationId).Scalar() ?? 0;
    }, cancellationToken);

    private static bool NextPair(PreparedCommand pairs, ref (int Series, int Feed) pair)
    {
        using var reader = pairs.Set(0, pair.Series).Set(1, pair.Feed).Read();
        if (!reader.Read()) return false;
        pair = (reader.GetInt32(0), reader.GetInt32(1));
        return true;
    }

    private static List<long> IdsOfAll(Reading read, long after, long last, long from, long to, int take)
    {
        using var command = read.Make("SELECT Id FROM Observations WHERE Id > @0 AND Id <= @1 AND PeriodEnd > @2 AND PeriodStart < @3 ORDER BY Id LIMIT @4", 5);
        using var reader = command.Set(0, after).Set(1, last).Set(2, from).Set(3, to).Set(4, take).Read();
        var ids = new List<long>(take);
        while (reader.Read()) ids.Add(reader.GetInt64(0));
        return ids;
    }

    // One statement over many series would sort everything behind the cursor. Each series by itself comes in the order of ids, and no
    // series needs to be read beyond the greatest id that is still on the page.
    private static List<long> IdsOfSeries(Reading read, List<int> series, long after, long last, long from, long to, int take, CancellationToken cancellationToken)
    {
        var dated = from != long.MinValue || to != long.MaxValue;
        using var command = read.Make(
            "SELECT Id FROM Observations INDEXED BY IX_Observations_SeriesId WHERE SeriesId = @0 AND Id > @1 AND Id <= @2"
            + (dated ? " AND PeriodEnd > @3 AND PeriodStart < @4" : "") + " ORDER BY Id LIMIT " + take.ToString(CultureInfo.InvariantCulture), dated ? 5 : 3);
        if (dated) command.Set(3, from).Set(4, to);
        var page = new PriorityQueue<long, long>();
        foreach (var id in series)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var reader = command.Set(0, id).Set(1, after).Set(2, last).Read();
            while (reader.Read())
            {
                var found = reader.GetInt64(0);
                page.Enqueue(found, -found);
                if (page.Count > take) page.Dequeue();
            }

            if (page.Count == take) last = Math.Min(last, page.Peek());
        }

        return [.. page.UnorderedItems.Select(i => i.Element).Order()];
    }

    // SQLite answers from memory or a local file: there is nothing to await, only the pool's thread to leave to others.
    private Task<T> RunAsync<T>(Func<Reading, T> read, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            using var reading = new Reading(this);
            return read(reading);
        }
        catch (SqliteException e) when (SqliteSettings.Explain(e) is { } explained)
        {
            throw explained;
        }
    }, cancellationToken);

    /// <summary>One look at the database: a connection in a read transaction, so that all statements see the same moment.</summary>
    private sealed class Reading : IDisposable
    {
        private const int CachedPeriods = 50_000;

        private readonly SqliteObservationReader _owner;
        private readonly SqliteConnection _connection;
        private readonly SqliteTransaction _transaction;
        private readonly Dictionary<(long Start, long End), Period> _periods = [];

        public Reading(SqliteObservationReader owner)
        {
            _owner = owner;
            _connection = new SqliteConnection(owner._connectionString);
            _connection.Open();
            SqliteSettings.Apply(_connection, writer: false);
            _transaction = _connection.BeginTransaction(deferred: true);
            using var newest = Make("SELECT \"Commit\", LastObservationId, VisibleAt FROM Batches WHERE VisibleAt IS NOT NULL ORDER BY \"Commit\" DESC LIMIT 1", 0);
            using var reader = newest.Read();
            Visible = reader.Read() ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : Position.Zero;
        }

        public Position Visible { get; }

        public PreparedCommand Make(string sql, int parameters) => new(_connection, sql, parameters);

        public long LastObservationOf(long commit)
        {
            using var command = Make("SELECT LastObservationId FROM Batches WHERE \"Commit\" <= @0 ORDER BY \"Commit\" DESC LIMIT 1", 1);
            return command.Set(0, commit).Scalar() ?? 0;
        }

        public List<int> SeriesLike(ObservationQuery query)
        {
            using var command = Make("SELECT Id FROM Series WHERE (@0 IS NULL OR Indicator = @0) AND (@1 IS NULL OR Area = @1) AND (@2 IS NULL OR Agency = @2)", 3);
            command.SetOrNull(0, query.Indicator ?? "").SetOrNull(1, query.Area ?? "");
            if (query.Agency is not null) command.Set(2, query.Agency);
            using var reader = command.Read();
            var ids = new List<int>();
            while (reader.Read()) ids.Add(reader.GetInt32(0));
            return ids;
        }

        public Observation Observation(SqliteDataReader r)
        {
            var feed = Feed(r.GetInt32(2));
            return new()
            {
                Id = r.GetInt64(0),
                Commit = r.GetInt64(1),
                Feed = feed.Code,
                Simulated = feed.Simulated,
                Series = Series(r.GetInt32(3)),
                Period = PeriodOf(r.GetInt64(4), r.GetInt64(5)),
                Revision = r.GetInt32(6),
                Value = (decimal)r.GetDouble(7),
                Weight = r.IsDBNull(8) ? null : (decimal)r.GetDouble(8),
                Restated = r.GetInt64(9) != 0,
                Method = r.IsDBNull(10) ? "" : r.GetString(10),
                Qualifier = (ValueQualifier)r.GetInt32(11),
                SenderId = r.IsDBNull(12) ? "" : r.GetString(12),
                Source = r.IsDBNull(13) ? null : Source(r.GetInt32(13)),
                ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(14)),
            };
        }

        public SeriesKey Series(int id)
        {
            if (_owner._series.TryGetValue(id, out var series)) return series;
            using var command = Make("SELECT Indicator, Area, Agency FROM Series WHERE Id = @0", 1);
            using var reader = command.Set(0, id).Read();
            reader.Read();
            return _owner._series[id] = new(reader.GetString(0), reader.GetString(1), reader.GetString(2));
        }

        public Provenance Source(int id)
        {
            if (_owner._sources.TryGetValue(id, out var source)) return source;
            using var command = Make("SELECT Title, Publisher, Url, Document, Published, Page, Quote FROM Sources WHERE Id = @0", 1);
            using var r = command.Set(0, id).Read();
            r.Read();
            source = new()
            {
                Title = r.GetString(0),
                Publisher = r.GetString(1),
                Url = r.GetString(2),
                Document = r.GetString(3),
                Published = r.GetString(4),
                Page = r.GetString(5),
                Quote = r.GetString(6),
            };
            if (_owner._sources.Count >= CachedSources) _owner._sources.Clear();
            return _owner._sources[id] = source;
        }

        public void Dispose()
        {
            _transaction.Dispose();
            _connection.Dispose();
        }

        private FeedIdentity Feed(int id)
        {
            if (_owner._feeds.TryGetValue(id, out var feed)) return feed;
            using var command = Make("SELECT Id, Code, Simulated FROM Feeds WHERE Id = @0", 1);
            using var r = command.Set(0, id).Read();
            r.Read();
            return _owner._feeds[id] = new(r.GetInt32(0), r.GetString(1), r.GetBoolean(2));
        }

        private Period PeriodOf(long start, long end)
        {
            if (_periods.TryGetValue((start, end), out var period)) return period;
            if (_periods.Count >= CachedPeriods) _periods.Clear();
            return _periods[(start, end)] = Period.FromEdges(DateTimeOffset.FromUnixTimeMilliseconds(start), DateTimeOffset.FromUnixTimeMilliseconds(end));
        }
    }
}
