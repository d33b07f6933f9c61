using System.Globalization;
using KhcnIoc.Core.Feeds;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>The ids of one page of a query, in its order.</summary>
internal sealed class SqlitePage
{
    private readonly SqliteReading _read;
    private readonly ObservationQuery _query;
    private readonly int _take;
    private readonly long _from;
    private readonly long _to;

    // The page lies above the one and not above the other.
    private long _after;
    private long _last;

    public SqlitePage(SqliteReading read, ObservationQuery query, int take)
    {
        (_read, _query, _take) = (read, query, take);
        _after = query.After;
        _last = read.At(query.AsOfCommit).LastObservationId;
        if (query is { NewestFirst: true, Before: { } before }) _last = Math.Min(_last, before - 1);
        _from = query.From?.ToUnixTimeMilliseconds() ?? long.MinValue;
        _to = query.To?.ToUnixTimeMilliseconds() ?? long.MaxValue;
    }

    private string Order => (_query.NewestFirst ? " ORDER BY Id DESC LIMIT " : " ORDER BY Id LIMIT ") + _take.ToString(CultureInfo.InvariantCulture);

    public List<long> Ids(CancellationToken cancellationToken)
    {
        if (_query.Source is { } source) return OfSource(source);
        var filtered = _query.Indicator is { Length: > 0 } || _query.Area is { Length: > 0 } || _query.Agency is not null;
        return filtered ? OfSeries(_read.SeriesLike(_query), cancellationToken) : OfAll();
    }

    private List<long> OfAll()
    {
        using var command = _read.Make("SELECT Id FROM Observations WHERE Id > @0 AND Id <= @1 AND PeriodEnd > @2 AND PeriodStart < @3" + Order, 4);
        return Read(command.Set(0, _after).Set(1, _last).Set(2, _from).Set(3, _to));
    }

    // A document carries thousands of figures at most: walked in the order of ids, whatever else is asked is looked up row by row.
    private List<long> OfSource(int source)
    {
        using var command = _read.Make(
            "SELECT o.Id FROM Observations o INDEXED BY IX_Observations_SourceId WHERE o.SourceId = @0 AND o.Id > @1 AND o.Id <= @2 AND o.PeriodEnd > @3 AND o.PeriodStart < @4 "
            + "AND ((@5 IS NULL AND @6 IS NULL AND @7 IS NULL) OR EXISTS (SELECT 1 FROM Series s WHERE s.Id = o.SeriesId "
            + "AND (@5 IS NULL OR s.Indicator = @5) AND (@6 IS NULL OR s.Area = @6) AND (@7 IS NULL OR s.Agency = @7)))"
            + Order.Replace("BY Id", "BY o.Id", StringComparison.Ordinal), 8);
        command.Set(0, source).Set(1, _after).Set(2, _last).Set(3, _from).Set(4, _to).SetOrNull(5, _query.Indicator ?? "").SetOrNull(6, _query.Area ?? "");
        if (_query.Agency is not null) command.Set(7, _query.Agency);
        return Read(command);
    }

    // One statement over many series would sort everything behind the cursor. Each series by itself comes in the order of ids, and no
    // series needs to be read beyond the last id that is still on the page.
    private List<long> OfSeries(List<int> series, CancellationToken cancellationToken)
    {
        var dated = _from != long.MinValue || _to != long.MaxValue;
        var sign = _query.NewestFirst ? 1 : -1;
        using var command = _read.Make("SELECT Id FROM Observations INDEXED BY IX_Observations_SeriesId WHERE SeriesId = @0 AND Id > @1 AND Id <= @2"
            + (dated ? " AND PeriodEnd > @3 AND PeriodStart < @4" : "") + Order, dated ? 5 : 3);
        if (dated) command.Set(3, _from).Set(4, _to);
        var page = new PriorityQueue<long, long>();
        foreach (var id in series)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var found in Read(command.Set(0, id).Set(1, _after).Set(2, _last)))
            {
                page.Enqueue(found, sign * found);
                if (page.Count > _take) page.Dequeue();
            }

            if (page.Count < _take) continue;
            if (_query.NewestFirst) _after = Math.Max(_after, page.Peek());
            else _last = Math.Min(_last, page.Peek());
        }

        return [.. page.UnorderedItems.Select(i => i.Element).OrderBy(i => -sign * i)];
    }

    private static List<long> Read(PreparedCommand command)
    {
        using var reader = command.Read();
        var ids = new List<long>();
        while (reader.Read()) ids.Add(reader.GetInt64(0));
        return ids;
    }
}
