using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Tests;

public abstract partial class ObservationStoreTests
{
    private static readonly BoardHistoryQuery s_board = new() { FlowsSince = Period.Parse("2025").End, FlowIndicators = new HashSet<string> { "i1" }, Communes = new HashSet<string> { "a1" } };

    [StoreFact]
    public async Task PastBoard_AtAnyCommit_IsThatOfASimpleRule()
    {
        var random = new Random(5);
        string[] periods = ["2024", "2025", "2026", "2026-Q1", "2026-Q2", "2026-05", "2026-06", "2026-07", "2026-06-30", "2026-01/2026-06", "2026-06-30T08:00:00Z", "2026-07-01T09:00:00Z"];
        for (var n = 0; n < 90; n++)
        {
            _under.Time.Now = Given.At("2026-06-20T00:00:00Z").AddHours(n * 5);
            var batch = Given.Batch(Given.Reading(random.Next(100), period: periods[random.Next(periods.Length)], series: new($"i{random.Next(2)}", $"a{random.Next(2)}", random.Next(3) == 0 ? "so" : "")));
            await Store.AppendAsync([batch with { ReceivedAt = _under.Time.Now, Feed = random.Next(2) == 0 ? StoreUnderTest.Real : StoreUnderTest.Simulated }], default);
        }

        foreach (var commit in new long[] { 1, 20, 45, 89, 90, 1000 })
        {
            foreach (var upTo in new DateTimeOffset?[] { null, Period.Parse("2026-05").End })
            {
                var query = s_board with { NewestPerSeries = 3, NewestPerPart = 1, AsOfCommit = commit, PeriodsUpTo = upTo };
                CheckBoard(await Store.AllAsync(asOf: commit), query, await Store.LoadBoardHistoryAsync(query, default));
            }
        }

        Assert.Empty((await Store.LoadBoardHistoryAsync(s_board with { AsOfCommit = 0 }, default)).Observations);
    }

    [StoreFact]
    public async Task PastBoard_OfSomeIndicators_HoldsAllOfThem()
    {
        string[] indicators = ["i1", "i2", "i3"];
        foreach (var area in new[] { "a1", "a2", "a3" })
        {
            foreach (var indicator in indicators) await _under.AppendAsync(Given.Reading(7, series: new(indicator, area)));
        }

        var some = await Store.LoadBoardHistoryAsync(s_board with { Indicators = new HashSet<string> { "i3", "i1" } }, default);
        var all = await Store.LoadBoardHistoryAsync(s_board, default);

        Assert.Equal(9, all.Observations.Count);
        Assert.Equal(all.Observations.Where(o => o.Series.Indicator != "i2").Select(o => o.Id).Order(), some.Observations.Where(o => o.Series.Indicator != "i2").Select(o => o.Id).Order());
    }

    [StoreFact]
    public async Task PastBoard_ThousandsOfNewerInstants_AreNotInTheWay()
    {
        await FillRealtimeAsync();
        foreach (var commit in new long[] { 3, 40, 200, 450 })
        {
            foreach (var newest in new[] { 1, 2, 90 })
            {
                var query = s_board with { NewestPerSeries = newest, NewestPerPart = newest, AsOfCommit = commit };
                CheckBoard(await Store.AllAsync(asOf: commit), query, await Store.LoadBoardHistoryAsync(query, default));
            }
        }
    }

    [StoreFact]
    public async Task PastBoard_Baselines_AreThoseOfFiguresKnownThen()
    {
        await _under.AppendAsync(Given.Reading(1));
        await _under.AppendAsync(Given.Reading(2, series: Given.Enterprises));
        await Store.KeepBaselineAsync(Given.Coverage, new(1, new(2026, 6, 30), "a"), 1, default);
        await Store.KeepBaselineAsync(Given.Enterprises, new(2, new(2026, 6, 30), "b"), 2, default);

        var board = await Store.LoadBoardHistoryAsync(s_board with { AsOfCommit = 1 }, default);

        Assert.Equal(1, board.Commit);
        Assert.Equal([Given.Coverage], board.Baselines.Keys);
        Assert.Equal([1m], board.Observations.Select(o => o.Value));
    }

    [StoreFact]
    public async Task Series_Whole_IsTheLatestRevisionOfEachPeriodKnownThen()
    {
        await FillRealtimeAsync();
        foreach (var commit in new long?[] { 1, 40, 333, null })
        {
            foreach (var upTo in new DateTimeOffset?[] { null, Given.At("2026-06-05T00:00:00Z") })
            {
                var points = await Store.LoadSeriesAsync(new(new("i0", "a0")) { AsOfCommit = commit, PeriodsUpTo = upTo, MaxPoints = 2000 }, default);

                Assert.False(points.Thinned);
                Assert.Equal(Latest(await Store.AllAsync(asOf: commit), upTo).Where(o => o.Series == new SeriesKey("i0", "a0")), points.Observations);
            }
        }

        Assert.Empty((await Store.LoadSeriesAsync(new(new("none", "a0")), default)).Observations);
    }

    [StoreFact]
    public async Task Series_Thinned_KeepsFirstLastAndTheLastOfEachSpan()
    {
        await FillRealtimeAsync();
        foreach (var commit in new long?[] { 60, 400, null })
        {
            var points = await Store.LoadSeriesAsync(new(new("i0", "a0")) { AsOfCommit = commit, MaxPoints = 20, PeriodsUpTo = Given.At("2026-06-20T00:00:00Z") }, default);

            Assert.True(points.Thinned);
            var ends = points.Observations.Select(o => o.Period.End).ToList();
            Assert.Equal(ends.Order(), ends);
            foreach (var feed in Latest(await Store.AllAsync(asOf: commit), Given.At("2026-06-20T00:00:00Z")).Where(o => o.Series == new SeriesKey("i0", "a0")).GroupBy(o => o.Feed))
            {
                var all = feed.ToList();
                var given = points.Observations.Where(o => o.Feed == feed.Key).ToList();
                Assert.Subset(all.ToHashSet(), given.ToHashSet());
                Assert.Equal((all[0], all[^1]), (given[0], given[^1]));
                Assert.Equal(given.Count, given.Distinct().Count());
                Assert.InRange(given.Count, 2, 22);

                // No hole is longer than two spans where there are figures.
                var span = (all[^1].Period.End - all[0].Period.End) / 20;
                foreach (var (a, b) in given.Zip(given.Skip(1)).Where(p => p.Second.Period.End - p.First.Period.End > span * 2))
                    Assert.DoesNotContain(all, o => o.Period.End > a.Period.End + span && o.Period.End < b.Period.End - span);
            }
        }
    }

    [StoreFact]
    public async Task Query_NewestFirstAndBySource_GiveTheSameAsLookingThroughAll()
    {
        var random = new Random(8);
        for (var n = 0; n < 8; n++)
        {
            await _under.AppendAsync([.. Enumerable.Range(0, 60).Select(_ => Given.Reading(random.Next(1000), period: $"2026-{random.Next(1, 7):00}",
                series: new($"i{random.Next(3)}", $"a{random.Next(3)}", random.Next(2) == 0 ? "" : "so"), source: random.Next(3) is var s and > 0 ? $"S{s}" : null))]);
        }

        var all = await Store.AllAsync();
        ObservationQuery[] queries =
        [
            new() { NewestFirst = true },
            new() { NewestFirst = true, Indicator = "i1" },
            new() { NewestFirst = true, Indicator = "i0", Area = "a1", Agency = "so", AsOfCommit = 5 },
            new() { NewestFirst = true, Area = "a2", From = Period.Parse("2026-03").End, To = Period.Parse("2026-06").Start },
            new() { NewestFirst = true, Source = 1 },
            new() { NewestFirst = true, Source = 2, Indicator = "i1", AsOfCommit = 6 },
            new() { Source = 2 },
            new() { Source = 1, Area = "a0", Agency = "" },
            new() { Source = 77 },
        ];
        foreach (var query in queries)
        {
            var expected = all.Where(o => (query.Indicator is null || o.Series.Indicator == query.Indicator) && (query.Area is null || o.Series.Area == query.Area)
                && (query.Agency is null || o.Series.Agency == query.Agency) && (query.From is null || o.Period.End > query.From)
                && (query.To is null || o.Period.Start < query.To) && (query.AsOfCommit is null || o.Commit <= query.AsOfCommit)
                && (query.Source is null || o.SourceId == query.Source)).ToList();
            if (query.NewestFirst) expected.Reverse();
            var found = new List<Observation>();
            for (long? cursor = query.NewestFirst ? long.MaxValue : 0; cursor is { } at;)
            {
                var page = await Store.QueryAsync(query.NewestFirst ? query with { Before = at, Take = 7 } : query with { After = at, Take = 7 }, default);
                Assert.True(page.Items.Count <= 7);
                found.AddRange(page.Items);
                cursor = page.Next;
            }

            Assert.Equal(expected, found);
        }
    }

    // Instants by the hour with spans that were running, in one series a real and a simulated feed; an import of many at once; late figures and corrections.
    private async Task FillRealtimeAsync()
    {
        var start = Given.At("2026-05-30T00:00:00Z");
        var series = new SeriesKey("i0", "a0");
        CheckedReading At(decimal value, DateTimeOffset instant) => Given.Reading(value, series: series) with { Period = Period.OfInstant(instant) };
        _under.Time.Now = start;
        await Store.AppendAsync(
        [
            Given.BatchAt("2026-05-30T00:00:00Z", [.. Enumerable.Range(0, 120).Select(n => At(n, start.AddHours(-n)))]),
            Given.BatchAt("2026-05-30T00:00:00Z", Given.Reading(5, period: "2026", series: series), Given.Reading(6, period: "2026-04", series: series)),
            Given.BatchAt("2026-05-30T00:00:00Z", Given.Reading(7, period: "2026-06", series: new("i1", "a1")), Given.Reading(8, period: "2026-05", series: new("i1", "a0"))),
        ], default);
        for (var n = 0; n < 480; n += 8)
        {
            _under.Time.Now = start.AddHours(n + 8);
            await Store.AppendAsync([.. Enumerable.Range(n + 1, 8).Select(hour =>
            {
                var at = start.AddHours(hour);
                var readings = new List<CheckedReading> { At(1000 + hour, at.AddMinutes(hour % 5)) };
                if (hour % 24 == 0) readings.Add(Given.Reading(hour, period: $"2026-{Period.OfInstant(at).LastDay:MM-dd}", series: series));
                if (hour % 30 == 0) readings.Add(Given.Reading(2000 + hour, period: "2026-06", series: series));
                if (hour % 50 == 0) readings.Add(At(hour, start.AddHours(hour / 2).AddMinutes(7)));
                if (hour % 40 == 0) readings.Add(Given.Reading(hour, period: "2026-06-0" + (1 + (hour / 80)), series: new("i1", "a1")));
                return new CheckedBatch { Feed = hour % 3 == 0 ? StoreUnderTest.Simulated : StoreUnderTest.Real, ReceivedAt = at, Readings = readings, Rejections = [] };
            })], default);
        }
    }

    private static List<Observation> Latest(IEnumerable<Observation> all, DateTimeOffset? upTo) => [.. all.Where(o => upTo is null || o.Period.End <= upTo)
        .GroupBy(o => (o.Series, o.Feed, o.Period)).Select(g => g.MaxBy(o => o.Revision)!)
        .OrderBy(o => o.Period.End).ThenBy(o => o.Period.Start).ThenBy(o => o.Feed, StringComparer.Ordinal)];

    private static void CheckBoard(IReadOnlyList<Observation> known, BoardHistoryQuery query, BoardHistory board)
    {
        Assert.Equal(known[^1].Commit, board.Commit);
        Assert.Equal(board.Observations.Count, board.Observations.DistinctBy(o => o.Id).Count());
        var pairs = Latest(known, query.PeriodsUpTo).GroupBy(o => (o.Series, o.Feed)).ToList();
        Assert.Subset(pairs.Select(p => p.Key).ToHashSet(), board.Observations.Select(o => (o.Series, o.Feed)).ToHashSet());
        foreach (var pair in pairs)
        {
            var newest = pair.Key.Series.Agency.Length > 0 || query.Communes.Contains(pair.Key.Series.Area) ? query.NewestPerPart : query.NewestPerSeries;
            var latest = pair.OrderByDescending(o => o.EffectiveEnd).ToList();
            var given = board.Observations.Where(o => (o.Series, o.Feed) == pair.Key).ToList();
            Assert.Subset(latest.ToHashSet(), given.ToHashSet());
            Assert.Equal(latest.Take(newest).Select(o => o.EffectiveEnd), given.OrderByDescending(o => o.EffectiveEnd).Take(newest).Select(o => o.EffectiveEnd));
            var flows = query.FlowIndicators.Contains(pair.Key.Series.Indicator) ? latest.Where(o => o.Period.End > query.FlowsSince).ToList() : [];
            Assert.Superset(flows.ToHashSet(), given.ToHashSet());
            Assert.True(given.Count <= Math.Max(newest, latest.Take(newest).Union(flows).Count()));
        }
    }
}
