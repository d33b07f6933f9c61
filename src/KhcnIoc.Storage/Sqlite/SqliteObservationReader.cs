using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.Data.Sqlite;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>Reads observations on connections of its own: with a write-ahead log readers and the writer do not wait for each other.</summary>
internal sealed class SqliteObservationReader(string connectionString) : IObservationReader
{
    private const long CountedExactlyUpTo = 1_000_000;

    private readonly SqliteNames _names = new();

    /// <summary>A board is some ten thousand walks through an index: two connections share them, each on a core of its own.</summary>
    public async Task<BoardHistory> LoadBoardHistoryAsync(BoardHistoryQuery query, CancellationToken cancellationToken)
    {
        var (commit, middle) = await RunAsync(read =>
        {
            using var greatest = read.Make("SELECT max(Id) FROM Series", 0);
            return (read.At(query.AsOfCommit).Commit, (int)((greatest.Scalar() ?? 0) / 2));
        }, cancellationToken).ConfigureAwait(false);

        // Both see the same moment, whatever is committed between the two.
        var bounded = query with { AsOfCommit = commit };
        var halves = await Task.WhenAll(Half(0, middle), Half(middle, int.MaxValue)).ConfigureAwait(false);
        return halves[0] with { Observations = [.. halves[0].Observations, .. halves[1].Observations] };

        Task<BoardHistory> Half(int after, int last) => RunAsync(read =>
        {
            using var mapped = read.MapFile();
            using var board = new SqliteBoard(read, bounded);
            return board.Load(after, last, cancellationToken);
        }, cancellationToken);
    }

    public Task<SeriesPoints> LoadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken) => RunAsync(read =>
    {
        if (read.FindSeries(query.Series) is not { } series) return new SeriesPoints([], false);
        using var history = new SqliteSeries(read, series, query);
        return history.Load(cancellationToken);
    }, cancellationToken);

    public Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken) => RunAsync(read =>
    {
        // One row more than asked for tells whether there is a next page.
        var take = Math.Clamp(query.Take, 1, 1000);
        var page = new SqlitePage(read, query, take + 1);
        var ids = page.Ids(cancellationToken);
        var items = new List<Observation>(Math.Min(ids.Count, take));
        using var one = read.Make($"SELECT {SqliteReading.Columns} FROM Observations WHERE Id = @0", 1);
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
        using var one = read.Make($"SELECT {SqliteReading.Columns} FROM Observations WHERE Id = @0", 1);
        Observation observation;
        long series, feed, start, end;
        using (var row = one.Set(0, id).Read())
        {
            if (!row.Read()) return null;
            (feed, series, start, end) = (row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
            observation = read.Observation(row);
        }

        var revisions = new List<Observation>();
        using (var key = read.Make($"SELECT {SqliteReading.Columns} FROM Observations {SqliteReading.ByKey} WHERE SeriesId = @0 AND FeedId = @1 AND PeriodEnd = @2 AND PeriodStart = @3 AND Id <= @4 ORDER BY Revision", 5))
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

    public Task<StoredBatch?> FindBatchAsync(long commit, CancellationToken cancellationToken) => RunAsync(read =>
    {
        if (commit > read.Visible.Commit) return null;
        using var command = read.Make("SELECT FeedId, ReceivedAt, VisibleAt, Channel, Name, Stored, Duplicates, Rejected FROM Batches WHERE \"Commit\" = @0 AND VisibleAt IS NOT NULL", 1);
        using var r = command.Set(0, commit).Read();
        return r.Read()
            ? new StoredBatch(commit, read.Feed(r.GetInt32(0)).Code, DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1)), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2)),
                r.GetString(3), r.GetString(4), r.GetInt32(5), r.GetInt32(6), r.GetInt32(7))
            : null;
    }, cancellationToken);

    public Task<IReadOnlyList<StoredSource>> SourcesAsync(int after, int take, CancellationToken cancellationToken) => RunAsync<IReadOnlyList<StoredSource>>(read =>
    {
        using var command = read.Make($"SELECT {SqliteReading.SourceColumns} FROM Sources WHERE Id > @0 ORDER BY Id LIMIT @1", 2);
        using var reader = command.Set(0, after).Set(1, take).Read();
        var sources = new List<StoredSource>();
        while (reader.Read()) sources.Add(new(reader.GetInt32(7), SqliteReading.SourceOf(reader)));
        return sources;
    }, cancellationToken);

    public Task<IReadOnlyList<FeedTally>> FeedTalliesAsync(DateTimeOffset since, CancellationToken cancellationToken) => RunAsync<IReadOnlyList<FeedTally>>(read =>
    {
        var edge = since.ToUnixTimeMilliseconds();
        var tallies = new Dictionary<int, (long Stored, long Duplicates, long Rejected, long Last)>();
        using (var batches = read.Make(
            "SELECT FeedId, Stored, Duplicates, ReceivedAt FROM Batches WHERE \"Commit\" >= (SELECT \"Commit\" FROM Batches WHERE VisibleAt >= @0 ORDER BY VisibleAt, \"Commit\" LIMIT 1) "
            + "AND \"Commit\" <= @1", 2))
        using (var r = batches.Set(0, edge).Set(1, read.Visible.Commit).Read())
        {
            while (r.Read())
            {
                var tally = tallies.GetValueOrDefault(r.GetInt32(0));
                tallies[r.GetInt32(0)] = (tally.Stored + r.GetInt64(1), tally.Duplicates + r.GetInt64(2), 0, Math.Max(tally.Last, r.GetInt64(3)));
            }
        }

        using (var feeds = read.Make("SELECT f.Id, count(*), max(r.LastSeenAt) FROM Feeds f JOIN Rejections r ON r.FeedId = f.Id AND r.LastSeenAt >= @0 GROUP BY f.Id", 1))
        using (var r = feeds.Set(0, edge).Read())
        {
            while (r.Read())
            {
                var tally = tallies.GetValueOrDefault(r.GetInt32(0));
                tallies[r.GetInt32(0)] = (tally.Stored, tally.Duplicates, r.GetInt64(1), Math.Max(tally.Last, r.GetInt64(2)));
            }
        }

        return [.. tallies.Select(t => new FeedTally(read.Feed(t.Key).Code, t.Value.Stored, t.Value.Duplicates, t.Value.Rejected, DateTimeOffset.FromUnixTimeMilliseconds(t.Value.Last)))
            .OrderBy(t => t.Feed, StringComparer.Ordinal)];
    }, cancellationToken);

    public Task<DateTimeOffset?> FirstCommitAtAsync(CancellationToken cancellationToken) => RunAsync(read =>
    {
        using var command = read.Make("SELECT VisibleAt FROM Batches WHERE VisibleAt IS NOT NULL ORDER BY \"Commit\" LIMIT 1", 0);
        return command.Scalar() is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : (DateTimeOffset?)null;
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

    // SQLite answers from memory or a local file: there is nothing to await, only the pool's thread to leave to others.
    private Task<T> RunAsync<T>(Func<SqliteReading, T> read, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            using var reading = new SqliteReading(connectionString, _names);
            return read(reading);
        }
        catch (SqliteException e) when (SqliteSettings.Explain(e) is { } explained)
        {
            throw explained;
        }
    }, cancellationToken);
}
