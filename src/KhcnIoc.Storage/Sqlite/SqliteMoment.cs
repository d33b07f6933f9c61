using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>Periods of one series and feed as a moment knew them; statements are compiled once for all pairs.</summary>
/// <remarks>
/// Ids rise with commits, so the moment is a bound on the id; the index leads by period end. Up to the moment itself (the split) nearly every entry was known by
/// then and the index is walked as it is; behind it nearly all is newer, thousands of rows a pair, and only periods that were running then are wanted.
/// Those are found without walking: see <see cref="AheadIds"/>.
/// </remarks>
internal sealed class SqliteMoment : IDisposable
{
    private readonly SqliteReading _read;
    private readonly PreparedCommand _count;
    private readonly PreparedCommand _ahead;
    private readonly PreparedCommand _greatest;
    private readonly PreparedCommand _running;
    private readonly PreparedCommand _one;
    private readonly PreparedCommand _known;

    public SqliteMoment(SqliteReading read, long? asOfCommit, DateTimeOffset? periodsUpTo)
    {
        _read = read;
        At = read.At(asOfCommit);
        IsPast = At.Commit < read.Visible.Commit;
        UpTo = periodsUpTo?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        Split = IsPast ? Math.Min(At.VisibleAt, UpTo) : UpTo;
        const string Pair = "SeriesId = @0 AND FeedId = @1 AND PeriodEnd > @2 AND PeriodEnd <= @3";
        _count = read.Make($"SELECT count(*) FROM (SELECT 1 FROM Observations {SqliteReading.ByKey} WHERE {Pair} LIMIT @4)", 5);
        _ahead = read.Make($"SELECT Id, PeriodStart, PeriodEnd FROM Observations {SqliteReading.ByKey} WHERE {Pair} AND Id <= @4 ORDER BY PeriodEnd DESC, PeriodStart DESC, Revision DESC", 5);
        _greatest = read.Make($"SELECT PeriodEnd FROM Observations {SqliteReading.ByKey} WHERE SeriesId = @0 AND FeedId = @1 ORDER BY PeriodEnd DESC LIMIT 1", 2);
        _running = read.Make(
            "WITH RECURSIVE d(e) AS (SELECT @2 WHERE @2 <= @3 UNION ALL SELECT e + 86400000 FROM d WHERE e + 86400000 <= @3) "
            + $"SELECT o.Id, o.PeriodStart, o.PeriodEnd FROM d CROSS JOIN Observations o {SqliteReading.ByKey} WHERE o.SeriesId = @0 AND o.FeedId = @1 AND o.PeriodEnd = d.e AND o.Id <= @4 "
            + "ORDER BY o.PeriodEnd, o.PeriodStart, o.Revision DESC", 5);
        _one = read.Make($"SELECT {SqliteReading.Columns} FROM Observations WHERE Id = @0", 1);
        _known = read.Make("SELECT 1 FROM Observations INDEXED BY IX_Observations_SeriesId WHERE SeriesId = @0 AND Id <= @1 LIMIT 1", 2);
    }

    /// <summary>The commit that is looked from.</summary>
    public Position At { get; }

    /// <summary>There are newer commits.</summary>
    public bool IsPast { get; }

    /// <summary>No period ends after this; Unix milliseconds.</summary>
    public long UpTo { get; }

    /// <summary>Up to here the index is walked; Unix milliseconds.</summary>
    public long Split { get; }

    /// <summary>Something of the series was known then.</summary>
    public bool Knows(int series) => !IsPast || _known.Set(0, series).Set(1, At.LastObservationId).Scalar() is not null;

    /// <summary>More index entries than that lie behind the split.</summary>
    public bool IsCrowdedAhead(int series, int feed, int entries) =>
        Pair(_count, series, feed, Split, UpTo).Set(4, entries + 1L).Scalar() > entries;

    /// <summary>Ids of the latest revisions, known then, of periods that end behind the split.</summary>
    /// <param name="crowded">
    /// Too many entries to look through: figures are about spans that end at a local midnight, or about instants that lie no further ahead than a sender's
    /// clock may run. So the instants around the split and one seek for each midnight find them all.
    /// </param>
    public List<long> AheadIds(int series, int feed, bool crowded)
    {
        var found = new List<long>();
        if (!IsPast || Split >= UpTo) return found;
        if (!crowded)
        {
            AddLatest(Pair(_ahead, series, feed, Split, UpTo).Set(4, At.LastObservationId), found);
            return found;
        }

        var near = Math.Min(UpTo, Split + (long)AsOf.ClocksAhead.TotalMilliseconds);
        AddLatest(Pair(_ahead, series, feed, Split, near).Set(4, At.LastObservationId), found);
        var end = Math.Min(UpTo, _greatest.Set(0, series).Set(1, feed).Scalar() ?? 0);
        AddLatest(Pair(_running, series, feed, AsOf.MidnightAfter(near), end).Set(4, At.LastObservationId), found);
        return found;
    }

    public Core.Feeds.Observation One(long id)
    {
        using var row = _one.Set(0, id).Read();
        row.Read();
        return _read.Observation(row);
    }

    public void Dispose()
    {
        foreach (var command in (PreparedCommand[])[_count, _ahead, _greatest, _running, _one, _known]) command.Dispose();
    }

    private static PreparedCommand Pair(PreparedCommand command, int series, int feed, long after, long upTo) =>
        command.Set(0, series).Set(1, feed).Set(2, after).Set(3, upTo);

    private static void AddLatest(PreparedCommand command, List<long> into)
    {
        using var reader = command.Read();
        var (start, end) = (long.MinValue, long.MinValue);
        while (reader.Read())
        {
            var (nextStart, nextEnd) = (reader.GetInt64(1), reader.GetInt64(2));
            if (nextStart == start && nextEnd == end) continue;
            (start, end) = (nextStart, nextEnd);
            into.Add(reader.GetInt64(0));
        }
    }
}
