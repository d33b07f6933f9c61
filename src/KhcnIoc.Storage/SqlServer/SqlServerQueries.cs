using System.Globalization;
using System.Text.Json;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>The statements of the hot reads. Some by hand: of "the newest of each" EF Core makes a ROW_NUMBER over all rows, which grows with the history.</summary>
internal static class SqlServerQueries
{
    /// <summary>Of each series and feed the latest revisions of the periods that end last, up to the split.</summary>
    /// <param name="parts">True = only series of the communes and of agencies, false = only the others, <see langword="null"/> = all.</param>
    public static IQueryable<WholeRow> NewestPeriods(IocDbContext context, SqlServerMoment moment, int window, bool? parts, IEnumerable<string> communes)
    {
        var (last, split) = (moment.Last, moment.Split.UtcDateTime);
        var codes = JsonSerializer.Serialize(parts is null ? [] : communes);
        int? part = parts switch { true => 1, false => 0, null => null };
        return Whole(context, context.Observations.FromSqlInterpolated(
            $"""
            SELECT o.* FROM Series s CROSS JOIN Feeds f CROSS APPLY (
                SELECT TOP ({window}) x.* FROM Observations x WHERE x.SeriesId = s.Id AND x.FeedId = f.Id AND x.PeriodEnd <= {split} AND x.Id <= {last} AND NOT EXISTS (
                    SELECT 1 FROM Observations n WHERE n.SeriesId = x.SeriesId AND n.FeedId = x.FeedId AND n.PeriodEnd = x.PeriodEnd
                        AND n.PeriodStart = x.PeriodStart AND n.Revision > x.Revision AND n.Id <= {last})
                ORDER BY x.PeriodEnd DESC, x.PeriodStart DESC) o
            WHERE {part} IS NULL OR {part} = CASE WHEN s.Agency <> '' OR s.Area IN (
                SELECT j.Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON({codes}) WITH (Code nvarchar(100) '$') j) THEN 1 ELSE 0 END
            """));
    }

    /// <summary>The same for one series and feed, behind a period.</summary>
    public static IQueryable<WholeRow> PeriodsBefore(IocDbContext context, long last, ObservationRow row, int window) => Newest(
        context, context.Observations.Where(o => o.SeriesId == row.SeriesId && o.FeedId == row.FeedId
            && (o.PeriodEnd < row.PeriodEnd || (o.PeriodEnd == row.PeriodEnd && o.PeriodStart < row.PeriodStart))), last, window);

    /// <summary>The same for one series and feed, from the split backwards.</summary>
    public static IQueryable<WholeRow> PeriodsUpTo(IocDbContext context, SqlServerMoment moment, int series, int feed, int window) => Newest(
        context, context.Observations.Where(o => o.SeriesId == series && o.FeedId == feed && o.PeriodEnd <= moment.Split), moment.Last, window);

    /// <summary>Of each series and feed what the first few index entries behind the split hold of what was known then (all revisions).</summary>
    public static IQueryable<WholeRow> FewAhead(IocDbContext context, SqlServerMoment moment)
    {
        var (last, split, upTo) = (moment.Last, moment.Split.UtcDateTime, moment.UpTo.UtcDateTime);
        return Whole(context, context.Observations.FromSqlInterpolated(
            $"""
            SELECT o.* FROM Series s CROSS JOIN Feeds f CROSS APPLY (
                SELECT TOP ({AsOf.FewEntries}) x.Id FROM Observations x WHERE x.SeriesId = s.Id AND x.FeedId = f.Id AND x.PeriodEnd > {split} AND x.PeriodEnd <= {upTo}
                ORDER BY x.PeriodEnd, x.PeriodStart, x.Revision) a JOIN Observations o ON o.Id = a.Id
            WHERE a.Id <= {last}
            """));
    }

    /// <summary>One row of each series and feed with more entries behind the split than <see cref="FewAhead"/> reads.</summary>
    public static IQueryable<ObservationRow> CrowdedAhead(IocDbContext context, SqlServerMoment moment)
    {
        var (split, upTo) = (moment.Split.UtcDateTime, moment.UpTo.UtcDateTime);
        return context.Observations.FromSqlInterpolated(
            $"""
            SELECT o.* FROM Series s CROSS JOIN Feeds f CROSS APPLY (
                SELECT x.* FROM Observations x WHERE x.SeriesId = s.Id AND x.FeedId = f.Id AND x.PeriodEnd > {split} AND x.PeriodEnd <= {upTo}
                ORDER BY x.PeriodEnd, x.PeriodStart, x.Revision OFFSET {AsOf.FewEntries} ROWS FETCH NEXT 1 ROWS ONLY) o
            """).AsNoTracking();
    }

    /// <summary>Of some series the rows received last.</summary>
    public static IQueryable<WholeRow> LastReceived(IocDbContext context, SqlServerMoment moment, IEnumerable<int> series, int take)
    {
        var ids = JsonSerializer.Serialize(series);
        return Whole(context, context.Observations.FromSqlInterpolated(
            $"""
            SELECT o.* FROM OPENJSON({ids}) WITH (Id int '$') s CROSS APPLY (
                SELECT TOP ({take}) x.* FROM Observations x WHERE x.SeriesId = s.Id AND x.Id <= {moment.Last} ORDER BY x.Id DESC) o
            """));
    }

    /// <summary>Of one series and feed what was known then of periods that end at the given midnights (all revisions).</summary>
    public static IQueryable<WholeRow> EndingAt(IocDbContext context, SqlServerMoment moment, int series, int feed, IEnumerable<DateTimeOffset> midnights)
    {
        var days = JsonSerializer.Serialize(midnights.Select(m => m.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture)));
        return Whole(context, context.Observations.FromSqlInterpolated(
            $"""
            SELECT o.* FROM OPENJSON({days}) WITH (Midnight datetime2(3) '$') d
            JOIN Observations o ON o.SeriesId = {series} AND o.FeedId = {feed} AND o.PeriodEnd = d.Midnight AND o.Id <= {moment.Last}
            """));
    }

    /// <summary>Of one series and feed what was known then of periods that end in a span (all revisions).</summary>
    public static IQueryable<WholeRow> EndingIn(IocDbContext context, SqlServerMoment moment, int series, int feed, DateTimeOffset after, DateTimeOffset upTo) =>
        Whole(context, context.Observations.Where(o => o.SeriesId == series && o.FeedId == feed && o.PeriodEnd > after && o.PeriodEnd <= upTo && o.Id <= moment.Last));

    /// <summary>The oldest period of a series and feed as known then (first revision).</summary>
    public static IQueryable<ObservationRow> Oldest(IocDbContext context, SqlServerMoment moment, int series, int feed) =>
        context.Observations.AsNoTracking().Where(o => o.SeriesId == series && o.FeedId == feed && o.Id <= moment.Last)
            .OrderBy(o => o.PeriodEnd).ThenBy(o => o.PeriodStart).ThenBy(o => o.Revision).Take(1);

    /// <summary>Of one series and feed the last period of each span; a span begins behind one edge and ends with the next.</summary>
    public static IQueryable<WholeRow> LastOfSpans(IocDbContext context, SqlServerMoment moment, int series, int feed, IReadOnlyList<DateTimeOffset> edges)
    {
        var spans = JsonSerializer.Serialize(edges.Zip(edges.Skip(1), (a, b) => new
        {
            a = a.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
            b = b.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
        }));
        return Whole(context, context.Observations.FromSqlInterpolated(
            $"""
            SELECT o.* FROM OPENJSON({spans}) WITH (Low datetime2(3) '$.a', High datetime2(3) '$.b') n CROSS APPLY (
                SELECT TOP (1) x.* FROM Observations x WHERE x.SeriesId = {series} AND x.FeedId = {feed} AND x.PeriodEnd > n.Low AND x.PeriodEnd <= n.High AND x.Id <= {moment.Last}
                ORDER BY x.PeriodEnd DESC, x.PeriodStart DESC, x.Revision DESC) o
            """));
    }

    /// <summary>A page by id; with a filter each series is read in the order of ids by itself, as on SQLite.</summary>
    public static IQueryable<WholeRow> Page(IocDbContext context, ObservationQuery query, long last, int take)
    {
        var from = query.From?.UtcDateTime ?? DateTime.MinValue;
        var to = query.To?.UtcDateTime ?? DateTime.MaxValue;
        var indicator = string.IsNullOrEmpty(query.Indicator) ? null : query.Indicator;
        var area = string.IsNullOrEmpty(query.Area) ? null : query.Area;
        var (agency, after, source) = (query.Agency, query.After, query.Source);
        if (query is { NewestFirst: true, Before: { } before }) last = Math.Min(last, before - 1);
        FormattableString sql = (source, filtered: indicator is not null || area is not null || agency is not null, query.NewestFirst) switch
        {
            // The filter of the index is said once more, so that it is chosen whatever the parameter is.
            ({ } document, _, _) =>
                $"""
                SELECT x.* FROM Observations x JOIN Series s ON s.Id = x.SeriesId WHERE x.SourceId = {document} AND x.SourceId IS NOT NULL AND x.Id > {after} AND x.Id <= {last}
                    AND x.PeriodEnd > {from} AND x.PeriodStart < {to}
                    AND ({indicator} IS NULL OR s.Indicator = {indicator}) AND ({area} IS NULL OR s.Area = {area}) AND ({agency} IS NULL OR s.Agency = {agency})
                """,
            (_, false, _) => $"SELECT x.* FROM Observations x WHERE x.Id > {after} AND x.Id <= {last} AND x.PeriodEnd > {from} AND x.PeriodStart < {to}",
            (_, true, true) =>
                $"""
                SELECT o.* FROM Series s CROSS APPLY (
                    SELECT TOP ({take}) x.* FROM Observations x WHERE x.SeriesId = s.Id AND x.Id > {after} AND x.Id <= {last}
                        AND x.PeriodEnd > {from} AND x.PeriodStart < {to} ORDER BY x.Id DESC) o
                WHERE ({indicator} IS NULL OR s.Indicator = {indicator}) AND ({area} IS NULL OR s.Area = {area}) AND ({agency} IS NULL OR s.Agency = {agency})
                """,
            _ =>
                $"""
                SELECT o.* FROM Series s CROSS APPLY (
                    SELECT TOP ({take}) x.* FROM Observations x WHERE x.SeriesId = s.Id AND x.Id > {after} AND x.Id <= {last}
                        AND x.PeriodEnd > {from} AND x.PeriodStart < {to} ORDER BY x.Id) o
                WHERE ({indicator} IS NULL OR s.Indicator = {indicator}) AND ({area} IS NULL OR s.Area = {area}) AND ({agency} IS NULL OR s.Agency = {agency})
                """,
        };
        var rows = context.Observations.FromSqlInterpolated(sql);
        return query.NewestFirst
            ? Whole(context, rows.OrderByDescending(o => o.Id).Take(take)).OrderByDescending(r => r.Row.Id)
            : Whole(context, rows.OrderBy(o => o.Id).Take(take)).OrderBy(r => r.Row.Id);
    }

    /// <summary>What the batches since an instant brought, by feed.</summary>
    public static IQueryable<Tally> Tallies(IocDbContext context, DateTimeOffset since, long newest) => context.Batches
        .Where(b => b.VisibleAt >= since && b.Commit <= newest).GroupBy(b => b.FeedId)
        .Select(g => new Tally { FeedId = g.Key, Stored = g.Sum(b => (long)b.Stored), Duplicates = g.Sum(b => (long)b.Duplicates), Rejected = 0, Last = g.Max(b => (DateTimeOffset?)b.ReceivedAt) });

    /// <summary>Rejections seen since an instant, by feed.</summary>
    public static IQueryable<Tally> Rejected(IocDbContext context, DateTimeOffset since) => context.Feeds.Select(f => new Tally
    {
        FeedId = f.Id,
        Stored = 0,
        Duplicates = 0,
        Rejected = context.Rejections.LongCount(r => r.FeedId == f.Id && r.LastSeenAt >= since),
        Last = context.Rejections.Where(r => r.FeedId == f.Id && r.LastSeenAt >= since).Max(r => (DateTimeOffset?)r.LastSeenAt),
    });

    public static IQueryable<WholeRow> Whole(IocDbContext context, IQueryable<ObservationRow> rows) =>
        from o in rows.AsNoTracking()
        join s in context.Series on o.SeriesId equals s.Id
        join f in context.Feeds on o.FeedId equals f.Id
        join p in context.Sources on o.SourceId equals (int?)p.Id into sources
        from p in sources.DefaultIfEmpty()
        select new WholeRow { Row = o, Indicator = s.Indicator, Area = s.Area, Agency = s.Agency, Feed = f.Code, Simulated = f.Simulated, Source = p };

    private static IQueryable<WholeRow> Newest(IocDbContext context, IQueryable<ObservationRow> rows, long last, int window) => Whole(context,
            rows.Where(o => o.Id <= last && !context.Observations.Any(n => n.SeriesId == o.SeriesId && n.FeedId == o.FeedId && n.PeriodEnd == o.PeriodEnd
                    && n.PeriodStart == o.PeriodStart && n.Revision > o.Revision && n.Id <= last))
            .OrderByDescending(o => o.PeriodEnd).ThenByDescending(o => o.PeriodStart).Take(window))
        .OrderByDescending(r => r.Row.PeriodEnd).ThenByDescending(r => r.Row.PeriodStart);

    /// <summary>Sums of one feed.</summary>
    internal sealed class Tally
    {
        public required int FeedId { get; init; }
        public required long Stored { get; init; }
        public required long Duplicates { get; init; }
        public required long Rejected { get; init; }
        public required DateTimeOffset? Last { get; init; }
    }
}
