using KhcnIoc.Core.Feeds;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>Reads what a chart shows of one series (as <c>SqliteSeries</c> does).</summary>
internal static class SqlServerSeries
{
    public static async Task<SeriesPoints> LoadAsync(IocDbContext context, SqlServerMoment moment, SeriesQuery query, CancellationToken cancellationToken)
    {
        var most = Math.Clamp(query.MaxPoints, 10, 2000);
        var key = query.Series;
        var series = await context.Series.Where(s => s.Indicator == key.Indicator && s.Area == key.Area && s.Agency == key.Agency).Select(s => (int?)s.Id)
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (series is not { } id || moment.Last == 0) return new([], false);

        // One seek for each feed that there is, not a walk over the series.
        var feeds = await context.Feeds.Where(f => context.Observations.Any(o => o.SeriesId == id && o.FeedId == f.Id)).OrderBy(f => f.Id).Select(f => f.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<WholeRow>();
        var thinned = false;
        foreach (var feed in feeds)
        {
            var ahead = moment.HasAhead ? (await AheadAsync(context, moment, id, feed, cancellationToken).ConfigureAwait(false)).ToList() : [];
            var newest = await SqlServerQueries.PeriodsUpTo(context, moment, id, feed, most + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
            found.AddRange(ahead);
            if (newest.Count + ahead.Count <= most || newest.Count == 0)
            {
                found.AddRange(newest);
                continue;
            }

            thinned = true;
            found.AddRange(await ThinnedAsync(context, moment, id, feed, newest[0].Row.PeriodEnd, most, cancellationToken).ConfigureAwait(false));
        }

        return new([.. found.Select(r => r.ToObservation()).OrderBy(o => o.Period.End).ThenBy(o => o.Period.Start).ThenBy(o => o.Feed, StringComparer.Ordinal)], thinned);
    }

    /// <summary>Where too many entries lie behind the split: instants just ahead of a clock, and spans, which end at a local midnight.</summary>
    public static async Task<IEnumerable<WholeRow>> CrowdedAheadAsync(IocDbContext context, SqlServerMoment moment, int series, int feed, CancellationToken cancellationToken)
    {
        var near = moment.Split + AsOf.ClocksAhead < moment.UpTo ? moment.Split + AsOf.ClocksAhead : moment.UpTo;
        var rows = await SqlServerQueries.EndingIn(context, moment, series, feed, moment.Split, near).ToListAsync(cancellationToken).ConfigureAwait(false);
        var greatest = await context.Observations.Where(o => o.SeriesId == series && o.FeedId == feed).OrderByDescending(o => o.PeriodEnd).Select(o => o.PeriodEnd)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var end = greatest < moment.UpTo ? greatest : moment.UpTo;
        var midnights = new List<DateTimeOffset>();
        for (var at = DateTimeOffset.FromUnixTimeMilliseconds(AsOf.MidnightAfter(near.ToUnixTimeMilliseconds())); at <= end; at = at.AddDays(1)) midnights.Add(at);
        if (midnights.Count > 0) rows.AddRange(await SqlServerQueries.EndingAt(context, moment, series, feed, midnights).ToListAsync(cancellationToken).ConfigureAwait(false));
        return SqlServerBoard.Latest(rows);
    }

    private static async Task<IEnumerable<WholeRow>> AheadAsync(IocDbContext context, SqlServerMoment moment, int series, int feed, CancellationToken cancellationToken)
    {
        var entries = await context.Observations.Where(o => o.SeriesId == series && o.FeedId == feed && o.PeriodEnd > moment.Split && o.PeriodEnd <= moment.UpTo)
            .Take(AsOf.FewEntries + 1).CountAsync(cancellationToken).ConfigureAwait(false);
        return entries > AsOf.FewEntries
            ? await CrowdedAheadAsync(context, moment, series, feed, cancellationToken).ConfigureAwait(false)
            : SqlServerBoard.Latest(await SqlServerQueries.EndingIn(context, moment, series, feed, moment.Split, moment.UpTo).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IEnumerable<WholeRow>> ThinnedAsync(
        IocDbContext context, SqlServerMoment moment, int series, int feed, DateTimeOffset newestEnd, int most, CancellationToken cancellationToken)
    {
        var oldest = await SqlServerQueries.Oldest(context, moment, series, feed).SingleAsync(cancellationToken).ConfigureAwait(false);
        var first = await SqlServerQueries.EndingIn(context, moment, series, feed, oldest.PeriodEnd.AddMilliseconds(-1), oldest.PeriodEnd)
            .Where(r => r.Row.PeriodStart == oldest.PeriodStart).ToListAsync(cancellationToken).ConfigureAwait(false);
        var (low, width) = (oldest.PeriodEnd.ToUnixTimeMilliseconds(), (newestEnd - oldest.PeriodEnd).Ticks / TimeSpan.TicksPerMillisecond);
        var edges = Enumerable.Range(0, most + 1).Select(i => DateTimeOffset.FromUnixTimeMilliseconds(low + (width * i / most))).ToList();
        var rows = await SqlServerQueries.LastOfSpans(context, moment, series, feed, edges).ToListAsync(cancellationToken).ConfigureAwait(false);
        return SqlServerBoard.Latest(first).Concat(rows);
    }
}
