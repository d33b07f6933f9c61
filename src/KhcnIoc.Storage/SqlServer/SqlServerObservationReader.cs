using KhcnIoc.Core.Feeds;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>Reads observations with EF Core. Rows never change and ids rise with commits, so the newest visible batch, read first, bounds every later statement.</summary>
internal sealed class SqlServerObservationReader(IDbContextFactory<IocDbContext> contexts) : IObservationReader
{
    public async Task<BoardHistory> LoadBoardHistoryAsync(BoardHistoryQuery query, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var moment = await SqlServerMoment.AtAsync(context, query.AsOfCommit, query.PeriodsUpTo, cancellationToken).ConfigureAwait(false);
        return await new SqlServerBoard(context, moment, query).LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<SeriesPoints> LoadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var moment = await SqlServerMoment.AtAsync(context, query.AsOfCommit, query.PeriodsUpTo, cancellationToken).ConfigureAwait(false);
        return await SqlServerSeries.LoadAsync(context, moment, query, cancellationToken).ConfigureAwait(false);
    }

    public async Task<StoredBatch?> FindBatchAsync(long commit, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var found = await (from b in context.Batches.AsNoTracking() join f in context.Feeds on b.FeedId equals f.Id where b.Commit == commit && b.VisibleAt != null select new { Row = b, f.Code })
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return found is null
            ? null
            : new(commit, found.Code, found.Row.ReceivedAt, found.Row.VisibleAt!.Value, found.Row.Channel, found.Row.Name, found.Row.Stored, found.Row.Duplicates, found.Row.Rejected);
    }

    public async Task<IReadOnlyList<StoredSource>> SourcesAsync(int after, int take, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var rows = await context.Sources.AsNoTracking().Where(s => s.Id > after).OrderBy(s => s.Id).Take(take).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new StoredSource(r.Id, WholeRow.ToProvenance(r)))];
    }

    public async Task<IReadOnlyList<FeedTally>> FeedTalliesAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var (newest, _) = await VisibleAsync(context, cancellationToken).ConfigureAwait(false);
        var batches = await SqlServerQueries.Tallies(context, since, newest).ToListAsync(cancellationToken).ConfigureAwait(false);
        var rejected = await SqlServerQueries.Rejected(context, since).ToListAsync(cancellationToken).ConfigureAwait(false);
        var feeds = await context.Feeds.AsNoTracking().ToDictionaryAsync(f => f.Id, f => f.Code, cancellationToken).ConfigureAwait(false);
        return [.. batches.Concat(rejected).Where(t => t.Last is not null).GroupBy(t => t.FeedId)
            .Select(g => new FeedTally(feeds[g.Key], g.Sum(t => t.Stored), g.Sum(t => t.Duplicates), g.Sum(t => t.Rejected), g.Max(t => t.Last)!.Value))
            .OrderBy(t => t.Feed, StringComparer.Ordinal)];
    }

    public async Task<DateTimeOffset?> FirstCommitAtAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        return await context.Batches.Where(b => b.VisibleAt != null).OrderBy(b => b.Commit).Select(b => b.VisibleAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken)
    {
        var take = Math.Clamp(query.Take, 1, 1000);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var moment = await SqlServerMoment.AtAsync(context, query.AsOfCommit, null, cancellationToken).ConfigureAwait(false);
        var rows = await SqlServerQueries.Page(context, query, moment.Last, take + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        var items = rows.Take(take).Select(r => r.ToObservation()).ToList();
        return new ObservationPage(items, rows.Count > take ? items[^1].Id : null);
    }

    public async Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var (commit, last) = await VisibleAsync(context, cancellationToken).ConfigureAwait(false);
        var row = await SqlServerQueries.Whole(context, context.Observations.Where(o => o.Id == id && o.Id <= last)).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (row is null) return null;
        var revisions = await SqlServerQueries.Whole(context, context.Observations.Where(o => o.SeriesId == row.Row.SeriesId && o.FeedId == row.Row.FeedId
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

    private static async Task<(long Commit, long LastObservationId)> VisibleAsync(IocDbContext context, CancellationToken cancellationToken)
    {
        var newest = await context.Batches.AsNoTracking().Where(b => b.VisibleAt != null).OrderByDescending(b => b.Commit)
            .Select(b => new { b.Commit, b.LastObservationId }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return newest is null ? (0, 0) : (newest.Commit, newest.LastObservationId);
    }
}
