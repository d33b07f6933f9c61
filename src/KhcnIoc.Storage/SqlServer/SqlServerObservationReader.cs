using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>Reads observations with EF Core. Rows never change and ids rise with commits, so the newest visible batch, read first, bounds every later statement.</summary>
internal sealed class SqlServerObservationReader(IDbContextFactory<IocDbContext> contexts) : IObservationReader
{
    private const int Ahead = 16;

    public async Task<BoardHistory> LoadBoardHistoryAsync(
        int newestPerSeries, DateTimeOffset flowsSince, IReadOnlySet<string> flowIndicators, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var (commit, last) = await VisibleAsync(context, cancellationToken).ConfigureAwait(false);
        var walk = new BoardWalk(newestPerSeries, flowsSince.ToUnixTimeMilliseconds());
        var window = newestPerSeries + Ahead;
        var first = await NewestPeriods(context, last, window).ToListAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<Observation>();
        foreach (var pair in first.GroupBy(r => (r.Row.SeriesId, r.Row.FeedId)))
        {
            walk.Start();
            var rows = pair.OrderByDescending(r => r.Row.PeriodEnd).ThenByDescending(r => r.Row.PeriodStart).ToList();
            var flow = flowIndicators.Contains(rows[0].Indicator);
            while (Walk(walk, rows, flow) && rows.Count >= window)
            {
                rows = await PeriodsBefore(context, last, rows[^1].Row, window).ToListAsync(cancellationToken).ConfigureAwait(false);
                if (rows.Count == 0) break;
            }

            walk.Finish(found);
        }

        var baselines = await (from b in context.Baselines.AsNoTracking() join s in context.Series on b.SeriesId equals s.Id select new { Row = b, s.Indicator, s.Area, s.Agency })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new BoardHistory
        {
            Commit = commit,
            Observations = found,
            Baselines = baselines.ToDictionary(b => new SeriesKey(b.Indicator, b.Area, b.Agency), b => new Baseline(b.Row.Value, b.Row.Date, b.Row.Source)),
        };
    }

    public async Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken)
    {
        var take = Math.Clamp(query.Take, 1, 1000);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var (_, last) = await VisibleAsync(context, cancellationToken).ConfigureAwait(false);
        if (query.AsOfCommit is { } commit)
        {
            var then = await context.Batches.Where(b => b.Commit <= commit).OrderByDescending(b => b.Commit).Select(b => b.LastObservationId)
                .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            last = Math.Min(last, then);
        }

        var rows = await Page(context, query, last, take + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var items = rows.Take(take).Select(r => r.ToObservation()).ToList();
        return new ObservationPage(items, rows.Count > take ? items[^1].Id : null);
    }

    public async Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var (commit, last) = await VisibleAsync(context, cancellationToken).ConfigureAwait(false);
        var row = await Whole(context, context.Observations.Where(o => o.Id == id && o.Id <= last)).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (row is null) return null;
        var revisions = await Whole(context, context.Observations.Where(o => o.SeriesId == row.Row.SeriesId && o.FeedId == row.Row.FeedId
            && o.PeriodEnd == row.Row.PeriodEnd && o.PeriodStart == row.Row.PeriodStart && o.Id <= last)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var citations = await (from c in context.Citations
                               join s in context.Sources on c.SourceId equals s.Id
                               where c.ObservationId == id && c.Commit <= commit
                               orderby c.Commit, c.SourceId
                               select s)
            .AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ObservationDetail(row.ToObservation(), [.. revisions.OrderBy(r => r.Row.Revision).Select(r => r.ToObservation())], [.. citations.Select(WholeRow.ToProvenance)]);
    }

    public async Task<long> CommitAtAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        return await context.Batches.Where(b => b.VisibleAt <= at).OrderByDescending(b => b.VisibleAt).ThenByDescending(b => b.Commit).Select(b => b.Commit)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> NewestCommitAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        return (await VisibleAsync(context, cancellationToken).ConfigureAwait(false)).Commit;
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var (_, last) = await VisibleAsync(context, cancellationToken).ConfigureAwait(false);
        return last > 1_000_000 ? last : await context.Observations.LongCountAsync(o => o.Id <= last, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of each series and feed the latest revisions of the periods that end last.</summary>
    /// <remarks>SQL by hand: EF Core makes a ROW_NUMBER over all rows of it, which grows with the history.</remarks>
    internal static IQueryable<WholeRow> NewestPeriods(IocDbContext context, long last, int window) => Whole(context, context.Observations.FromSqlInterpolated(
        $"""
        SELECT o.* FROM Series s CROSS JOIN Feeds f CROSS APPLY (
            SELECT TOP ({window}) x.* FROM Observations x WHERE x.SeriesId = s.Id AND x.FeedId = f.Id AND x.Id <= {last} AND NOT EXISTS (
                SELECT 1 FROM Observations n WHERE n.SeriesId = x.SeriesId AND n.FeedId = x.FeedId AND n.PeriodEnd = x.PeriodEnd
                    AND n.PeriodStart = x.PeriodStart AND n.Revision > x.Revision AND n.Id <= {last})
            ORDER BY x.PeriodEnd DESC, x.PeriodStart DESC) o
        """));

    /// <summary>The same for one series and feed, behind a period.</summary>
    internal static IQueryable<WholeRow> PeriodsBefore(IocDbContext context, long last, ObservationRow row, int window) => Whole(context,
            context.Observations.Where(o => o.SeriesId == row.SeriesId && o.FeedId == row.FeedId && o.Id <= last
                && (o.PeriodEnd < row.PeriodEnd || (o.PeriodEnd == row.PeriodEnd && o.PeriodStart < row.PeriodStart))
                && !context.Observations.Any(n => n.SeriesId == o.SeriesId && n.FeedId == o.FeedId && n.PeriodEnd == o.PeriodEnd && n.PeriodStart == o.PeriodStart
                    && n.Revision > o.Revision && n.Id <= last))
            .OrderByDescending(o => o.PeriodEnd).ThenByDescending(o => o.PeriodStart).Take(window))
        .OrderByDescending(r => r.Row.PeriodEnd).ThenByDescending(r => r.Row.PeriodStart);

    /// <summary>A page by id; with a filter each series is read in the order of ids by itself, as on SQLite (and by hand for the same reason as above).</summary>
    internal static IQueryable<WholeRow> Page(IocDbContext context, ObservationQuery query, long last, int take)
    {
        var from = query.From?.UtcDateTime ?? DateTime.MinValue;
        var to = query.To?.UtcDateTime ?? DateTime.MaxValue;
        var indicator = string.IsNullOrEmpty(query.Indicator) ? null : query.Indicator;
        var area = string.IsNullOrEmpty(query.Area) ? null : query.Area;
        var rows = indicator is null && area is null && query.Agency is null
            ? context.Observations.FromSqlInterpolated(
                $"SELECT x.* FROM Observations x WHERE x.Id > {query.After} AND x.Id <= {last} AND x.PeriodEnd > {from} AND x.PeriodStart < {to}")
            : context.Observations.FromSqlInterpolated(
                $"""
                SELECT o.* FROM Series s CROSS APPLY (
                    SELECT TOP ({take}) x.* FROM Observations x WHERE x.SeriesId = s.Id AND x.Id > {query.After} AND x.Id <= {last}
                        AND x.PeriodEnd > {from} AND x.PeriodStart < {to} ORDER BY x.Id) o
                WHERE ({indicator} IS NULL OR s.Indicator = {indicator}) AND ({area} IS NULL OR s.Area = {area}) AND ({query.Agency} IS NULL OR s.Agency = {query.Agency})
                """);
        return Whole(context, rows.OrderBy(o => o.Id).Take(take)).OrderBy(r => r.Row.Id);
    }

    private static bool Walk(BoardWalk walk, List<WholeRow> rows, bool flow)
    {
        foreach (var row in rows)
        {
            if (!walk.Wants(row.Row.PeriodEnd.ToUnixTimeMilliseconds(), flow)) return false;
            walk.Keep(row.ToObservation(), flow);
        }

        return true;
    }

    private static async Task<(long Commit, long LastObservationId)> VisibleAsync(IocDbContext context, CancellationToken cancellationToken)
    {
        var newest = await context.Batches.AsNoTracking().Where(b => b.VisibleAt != null).OrderByDescending(b => b.Commit)
            .Select(b => new { b.Commit, b.LastObservationId }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return newest is null ? (0, 0) : (newest.Commit, newest.LastObservationId);
    }

    private static IQueryable<WholeRow> Whole(IocDbContext context, IQueryable<ObservationRow> rows) =>
        from o in rows.AsNoTracking()
        join s in context.Series on o.SeriesId equals s.Id
        join f in context.Feeds on o.FeedId equals f.Id
        join p in context.Sources on o.SourceId equals (int?)p.Id into sources
        from p in sources.DefaultIfEmpty()
        select new WholeRow { Row = o, Indicator = s.Indicator, Area = s.Area, Agency = s.Agency, Feed = f.Code, Simulated = f.Simulated, Source = p };

    /// <summary>An observation with the names behind its ids.</summary>
    internal sealed class WholeRow
    {
        public required ObservationRow Row { get; init; }
        public required string Indicator { get; init; }
        public required string Area { get; init; }
        public required string Agency { get; init; }
        public required string Feed { get; init; }
        public required bool Simulated { get; init; }
        public SourceRow? Source { get; init; }

        public static Provenance ToProvenance(SourceRow s) => new()
        {
            Title = s.Title,
            Publisher = s.Publisher,
            Url = s.Url,
            Document = s.Document,
            Published = s.Published,
            Page = s.Page,
            Quote = s.Quote,
        };

        public Observation ToObservation() => new()
        {
            Id = Row.Id,
            Commit = Row.Commit,
            Feed = Feed,
            Simulated = Simulated,
            Series = new(Indicator, Area, Agency),
            Period = Period.FromEdges(Row.PeriodStart, Row.PeriodEnd),
            Revision = Row.Revision,
            Value = Row.Value,
            Weight = Row.Weight,
            Restated = Row.Restated,
            Method = Row.Method ?? "",
            Qualifier = Row.Qualifier,
            SenderId = Row.SenderId ?? "",
            ReceivedAt = Row.ReceivedAt,
            Source = Source is null ? null : ToProvenance(Source),
        };
    }
}
