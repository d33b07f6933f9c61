using KhcnIoc.Core.Feeds;
using KhcnIoc.Storage.Observations;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>Reads what a chart shows of one series: of each feed all periods, or one of each of so many equal spans.</summary>
internal sealed class SqliteSeries : IDisposable
{
    private readonly SqliteReading _read;
    private readonly int _series;
    private readonly int _most;
    private readonly SqliteMoment _moment;
    private readonly PreparedCommand _back;
    private readonly PreparedCommand _first;
    private readonly PreparedCommand _spans;

    public SqliteSeries(SqliteReading read, int series, SeriesQuery query)
    {
        (_read, _series) = (read, series);
        _most = Math.Clamp(query.MaxPoints, 10, 2000);
        _moment = new(read, query.AsOfCommit, query.PeriodsUpTo);
        const string Pair = "SeriesId = @0 AND FeedId = @1 AND Id <= @2";
        _back = read.Make($"SELECT Id, PeriodStart, PeriodEnd FROM Observations {SqliteReading.ByKey} WHERE {Pair} AND (PeriodEnd, PeriodStart) < (@3, @4) ORDER BY PeriodEnd DESC, PeriodStart DESC, Revision DESC", 5);
        _first = read.Make($"SELECT PeriodStart, PeriodEnd FROM Observations {SqliteReading.ByKey} WHERE {Pair} ORDER BY PeriodEnd, PeriodStart, Revision LIMIT 1", 3);

        // The last period of each span, one seek each: the (n+1)th of @5 spans ends at @3 + (n+1)(@4-@3)/@5.
        _spans = read.Make(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @5) "
            + $"SELECT (SELECT Id FROM Observations {SqliteReading.ByKey} WHERE {Pair} AND PeriodEnd > @3 + (@4 - @3) * i / @5 AND PeriodEnd <= @3 + (@4 - @3) * (i + 1) / @5 "
            + "ORDER BY PeriodEnd DESC, PeriodStart DESC, Revision DESC LIMIT 1) FROM n", 6);
    }

    public SeriesPoints Load(CancellationToken cancellationToken)
    {
        var found = new List<Observation>();
        var thinned = false;
        if (_moment.At.LastObservationId == 0 || !_moment.Knows(_series)) return new([], false);
        foreach (var feed in Feeds())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ids = _moment.AheadIds(_series, feed, _moment.IsPast && _moment.Split < _moment.UpTo && _moment.IsCrowdedAhead(_series, feed, _most));
            var newest = Back(feed, _most + 1);
            if (newest.Count + ids.Count <= _most)
            {
                ids.AddRange(newest.Select(n => n.Id));
            }
            else if (newest.Count > 0)
            {
                thinned = true;
                ids.AddRange(Thinned(feed, newest[0].End));
            }

            foreach (var id in ids) found.Add(_moment.One(id));
        }

        return new([.. found.OrderBy(o => o.Period.End).ThenBy(o => o.Period.Start).ThenBy(o => o.Feed, StringComparer.Ordinal)], thinned);
    }

    public void Dispose()
    {
        _spans.Dispose();
        _first.Dispose();
        _back.Dispose();
        _moment.Dispose();
    }

    private List<int> Feeds()
    {
        var feeds = new List<int>();
        using var next = _read.Make($"SELECT FeedId FROM Observations {SqliteReading.ByKey} WHERE SeriesId = @0 AND FeedId > @1 ORDER BY FeedId LIMIT 1", 2);
        while (next.Set(0, _series).Set(1, feeds.Count == 0 ? 0 : feeds[^1]).Scalar() is { } feed) feeds.Add((int)feed);
        return feeds;
    }

    // Newest first, of each period the latest revision; ends after so many periods.
    private List<(long Id, long End)> Back(int feed, int most)
    {
        var found = new List<(long Id, long End)>();
        var (end, start) = (_moment.Split, long.MaxValue);
        var more = true;
        while (more)
        {
            more = false;
            var superseded = 0;
            using var reader = Pair(_back, feed).Set(3, end).Set(4, start).Read();
            while (found.Count < most && reader.Read())
            {
                var (nextStart, nextEnd) = (reader.GetInt64(1), reader.GetInt64(2));
                if (nextEnd == end && nextStart == start)
                {
                    if (++superseded <= BoardWalk.SupersededInARow) continue;
                    more = true;
                    break;
                }

                (start, end, superseded) = (nextStart, nextEnd, 0);
                found.Add((reader.GetInt64(0), nextEnd));
            }
        }

        return found;
    }

    private HashSet<long> Thinned(int feed, long newestEnd)
    {
        var (start, oldestEnd) = (0L, 0L);
        using (var first = Pair(_first, feed).Read())
        {
            if (first.Read()) (start, oldestEnd) = (first.GetInt64(0), first.GetInt64(1));
        }

        var ids = new HashSet<long>();
        using (var latest = Pair(_back, feed).Set(3, oldestEnd).Set(4, start + 1).Read())
        {
            if (latest.Read()) ids.Add(latest.GetInt64(0));
        }

        using var spans = Pair(_spans, feed).Set(3, oldestEnd).Set(4, newestEnd).Set(5, (long)_most).Read();
        while (spans.Read())
        {
            if (!spans.IsDBNull(0)) ids.Add(spans.GetInt64(0));
        }

        return ids;
    }

    private PreparedCommand Pair(PreparedCommand command, int feed) => command.Set(0, _series).Set(1, feed).Set(2, _moment.At.LastObservationId);
}
