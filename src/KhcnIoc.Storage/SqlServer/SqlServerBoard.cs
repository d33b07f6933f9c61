using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>Reads the history of a board: a few statements over all pairs of series and feed, more only for the pairs that these do not settle.</summary>
internal sealed class SqlServerBoard(IocDbContext context, SqlServerMoment moment, BoardHistoryQuery query)
{
    private const int Window = 16;
    private readonly BoardWalk _walk = new(query.FlowsSince.ToUnixTimeMilliseconds());
    private readonly Dictionary<(int Series, int Feed), List<WholeRow>> _ahead = [];
    private readonly HashSet<(int Series, int Feed)> _crowded = [];
    private ILookup<int, WholeRow> _received = Enumerable.Empty<WholeRow>().ToLookup(r => r.Row.SeriesId);

    public async Task<BoardHistory> LoadAsync(CancellationToken cancellationToken)
    {
        var found = new List<Observation>();
        if (moment.Last > 0)
        {
            if (moment.HasAhead) await LookAheadAsync(cancellationToken).ConfigureAwait(false);
            var left = new HashSet<(int Series, int Feed)>(_ahead.Keys.Concat(_crowded));
            if (query.NewestPerPart == query.NewestPerSeries)
            {
                await AddAsync(found, left, null, query.NewestPerSeries, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await AddAsync(found, left, false, query.NewestPerSeries, cancellationToken).ConfigureAwait(false);
                await AddAsync(found, left, true, query.NewestPerPart, cancellationToken).ConfigureAwait(false);
            }

            // What had only periods that were running then.
            foreach (var pair in left) await FinishAsync(found, pair, [], null, cancellationToken).ConfigureAwait(false);
        }

        var baselines = await (from b in context.Baselines.AsNoTracking()
                               join s in context.Series on b.SeriesId equals s.Id
                               where b.ObservationId <= moment.Last
                               select new { Row = b, s.Indicator, s.Area, s.Agency })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new BoardHistory
        {
            Commit = moment.Commit,
            Observations = found,
            Baselines = baselines.ToDictionary(b => new SeriesKey(b.Indicator, b.Area, b.Agency), b => new Baseline(b.Row.Value, b.Row.Date, b.Row.Source)),
        };
    }

    private async Task LookAheadAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await SqlServerQueries.FewAhead(context, moment).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!_ahead.TryGetValue(Pair(row.Row), out var rows)) _ahead[Pair(row.Row)] = rows = [];
            rows.Add(row);
        }

        foreach (var row in await SqlServerQueries.CrowdedAhead(context, moment).ToListAsync(cancellationToken).ConfigureAwait(false)) _crowded.Add(Pair(row));
        if (_crowded.Count == 0) return;
        var received = await SqlServerQueries.LastReceived(context, moment, _crowded.Select(p => p.Series).Distinct(), query.NewestPerPart + Window)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        _received = received.OrderByDescending(r => r.Row.Id).ToLookup(r => r.Row.SeriesId);
    }

    private async Task AddAsync(List<Observation> found, HashSet<(int Series, int Feed)> left, bool? parts, int newest, CancellationToken cancellationToken)
    {
        var window = newest + Window;
        var first = await SqlServerQueries.NewestPeriods(context, moment, window, parts, query.Communes).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var group in first.GroupBy(r => Pair(r.Row)))
        {
            left.Remove(group.Key);
            var rows = group.OrderByDescending(r => r.Row.PeriodEnd).ThenByDescending(r => r.Row.PeriodStart).ToList();
            await FinishAsync(found, group.Key, rows, newest, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync(List<Observation> found, (int Series, int Feed) pair, List<WholeRow> rows, int? wanted, CancellationToken cancellationToken)
    {
        if ((rows.FirstOrDefault() ?? _ahead.GetValueOrDefault(pair)?[0] ?? _received[pair.Series].FirstOrDefault()) is not { } some) return;
        var flow = query.FlowIndicators.Contains(some.Indicator);
        var newest = wanted ?? (some.Agency.Length > 0 || query.Communes.Contains(some.Area) ? query.NewestPerPart : query.NewestPerSeries);
        var window = newest + Window;
        _walk.Start(newest);
        while (Walk(rows, flow) && rows.Count >= window)
            rows = await SqlServerQueries.PeriodsBefore(context, moment.Last, rows[^1].Row, window).ToListAsync(cancellationToken).ConfigureAwait(false);

        foreach (var row in await AheadAsync(pair, flow, cancellationToken).ConfigureAwait(false)) _walk.Keep(row.ToObservation(), flow);
        _walk.Finish(found);
    }

    private bool Walk(List<WholeRow> rows, bool flow)
    {
        foreach (var row in rows)
        {
            if (!_walk.Wants(row.Row.PeriodEnd.ToUnixTimeMilliseconds(), flow)) return false;
            _walk.Keep(row.ToObservation(), flow);
        }

        return rows.Count > 0;
    }

    private async Task<IEnumerable<WholeRow>> AheadAsync((int Series, int Feed) pair, bool flow, CancellationToken cancellationToken)
    {
        if (!_crowded.Contains(pair)) return Latest(_ahead.GetValueOrDefault(pair) ?? []);

        // As on SQLite: what ends after the moment counts only if it was received after what the walk has already.
        var received = _received[pair.Series].ToList();
        var news = received.TakeWhile(r => r.Row.ReceivedAt.ToUnixTimeMilliseconds() + (long)AsOf.Disorder.TotalMilliseconds > _walk.Oldest).ToList();
        if (!flow && (news.Count < received.Count || received.Count < query.NewestPerPart + Window))
            return Latest(news.Where(r => Pair(r.Row) == pair && r.Row.PeriodEnd > moment.Split && r.Row.PeriodEnd <= moment.UpTo));
        return await SqlServerSeries.CrowdedAheadAsync(context, moment, pair.Series, pair.Feed, cancellationToken).ConfigureAwait(false);
    }

    internal static IEnumerable<WholeRow> Latest(IEnumerable<WholeRow> rows) => rows.GroupBy(r => (r.Row.PeriodStart, r.Row.PeriodEnd)).Select(g => g.MaxBy(r => r.Row.Revision)!);

    private static (int Series, int Feed) Pair(ObservationRow row) => (row.SeriesId, row.FeedId);
}
