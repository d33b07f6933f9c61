using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.Observations;

/// <summary>The store on either database: appends and hot reads through the provider's statements, the rest through EF Core.</summary>
internal sealed class ObservationStore(
    ObservationAppender appender, IObservationReader reader, IDbContextFactory<IocDbContext> contexts, WriteGate gate) : IObservationStore
{
    private const int ThinnedAtOnce = 500;

    public async Task<IReadOnlyList<BatchOutcome>> AppendAsync(IReadOnlyList<CheckedBatch> batches, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        return appender.Append(batches, cancellationToken);
    }

    public Task<BoardHistory> LoadBoardHistoryAsync(BoardHistoryQuery query, CancellationToken cancellationToken) =>
        reader.LoadBoardHistoryAsync(query, cancellationToken);

    public Task<SeriesPoints> LoadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken) => reader.LoadSeriesAsync(query, cancellationToken);

    public Task<StoredBatch?> FindBatchAsync(long commit, CancellationToken cancellationToken) => reader.FindBatchAsync(commit, cancellationToken);

    public Task<IReadOnlyList<StoredSource>> SourcesAsync(int after, int take, CancellationToken cancellationToken) =>
        reader.SourcesAsync(after, Math.Max(1, take), cancellationToken);

    public async Task<StoredSource?> FindSourceAsync(int id, CancellationToken cancellationToken) =>
        id > 0 && await reader.SourcesAsync(id - 1, 1, cancellationToken).ConfigureAwait(false) is [var source] && source.Id == id ? source : null;

    public Task<IReadOnlyList<FeedTally>> FeedTalliesAsync(DateTimeOffset since, CancellationToken cancellationToken) => reader.FeedTalliesAsync(since, cancellationToken);

    public Task<DateTimeOffset?> FirstCommitAtAsync(CancellationToken cancellationToken) => reader.FirstCommitAtAsync(cancellationToken);

    public Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken) => reader.QueryAsync(query, cancellationToken);

    public Task<long> CommitAtAsync(DateTimeOffset at, CancellationToken cancellationToken) => reader.CommitAtAsync(at, cancellationToken);

    public Task<long> NewestCommitAsync(CancellationToken cancellationToken) => reader.NewestCommitAsync(cancellationToken);

    public Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken) => reader.FindAsync(id, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => reader.CountAsync(cancellationToken);

    public async Task KeepBaselineAsync(SeriesKey series, Baseline baseline, long observationId, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var seriesId = await context.Series.Where(s => s.Indicator == series.Indicator && s.Area == series.Area && s.Agency == series.Agency)
            .Select(s => (int?)s.Id).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new ArgumentException($"The series {series} has no observation.", nameof(series));
        if (await context.Baselines.AnyAsync(b => b.SeriesId == seriesId, cancellationToken).ConfigureAwait(false)) return;
        context.Baselines.Add(new() { SeriesId = seriesId, Value = baseline.Value, Date = baseline.Date, Source = baseline.Source, ObservationId = observationId });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<StoredRejection>> RejectionsAsync(string? feed, int take, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var newest = await NewestCommitAsync(cancellationToken).ConfigureAwait(false);
        var rows = await (
            from rejection in context.Rejections.AsNoTracking()
            join owner in context.Feeds on rejection.FeedId equals owner.Id
            where rejection.SettledAt == null && rejection.Commit <= newest && (feed == null || owner.Code == feed)
            orderby rejection.Id descending
            select new { Row = rejection, owner.Code }).Take(Math.Max(1, take)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => new StoredRejection(r.Row.Id, r.Code, r.Row.ReceivedAt, new(r.Row.Position, r.Row.Field, r.Row.Code, r.Row.Reason, r.Row.Raw), r.Row.Count, r.Row.LastSeenAt))];
    }

    public async Task<int> ThinSimulatedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var newest = await NewestCommitAsync(cancellationToken).ConfigureAwait(false);
        var feeds = await context.Feeds.Where(f => f.Simulated).Select(f => f.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var series = await context.Series.Select(s => s.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var removed = 0;
        foreach (var seriesId in series)
        {
            foreach (var feedId in feeds)
            {
                var rows = await context.Observations.Where(o => o.SeriesId == seriesId && o.FeedId == feedId && o.Commit <= newest && o.ReceivedAt < before)
                    .OrderBy(o => o.Id).Select(o => new SimulatedRow(o.Id, o.PeriodStart, o.PeriodEnd, o.Revision, o.ReceivedAt))
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                foreach (var chunk in Superfluous(rows).Chunk(ThinnedAtOnce))
                {
                    // Between two slices a waiting batch gets its turn.
                    using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
                    var list = string.Join(',', chunk);
#pragma warning disable EF1000 // Numbers only.
                    removed += await context.Database.ExecuteSqlRawAsync("DELETE FROM Observations WHERE Id IN (" + list + ")", cancellationToken).ConfigureAwait(false);
#pragma warning restore EF1000
                }
            }
        }

        return removed;
    }

    /// <summary>All but the last of each day. Whole periods are told apart (a month and a year that end the same midnight are two figures), instants are not.</summary>
    internal static IEnumerable<long> Superfluous(IReadOnlyList<SimulatedRow> rows) => rows
        .GroupBy(r => r.IsInstant
            ? (Start: default(DateTimeOffset), End: default, Day: ProvinceCalendar.DayOf(r.PeriodEnd))
            : (Start: r.PeriodStart, End: r.PeriodEnd, Day: ProvinceCalendar.DayOf(r.EffectiveEnd)))
        .SelectMany(g => g.OrderByDescending(r => r.IsInstant ? r.PeriodEnd : default).ThenByDescending(r => r.Revision).Skip(1).Select(r => r.Id));

    internal sealed record SimulatedRow(long Id, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, int Revision, DateTimeOffset ReceivedAt)
    {
        public bool IsInstant => PeriodStart == PeriodEnd;
        public DateTimeOffset EffectiveEnd => PeriodEnd < ReceivedAt ? PeriodEnd : ReceivedAt;
    }
}
