using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Tests;

public abstract partial class ObservationStoreTests
{
    private static readonly HashSet<string> s_noFlows = [];

    [StoreFact]
    public async Task Query_Filters_GiveTheSameAsLookingThroughAll()
    {
        var random = new Random(7);
        for (var n = 0; n < 6; n++)
        {
            await _under.AppendAsync([.. Enumerable.Range(0, 60).Select(_ => Given.Reading(random.Next(1000), period: $"2026-{random.Next(1, 7):00}",
                series: new($"i{random.Next(3)}", $"a{random.Next(3)}", random.Next(2) == 0 ? "" : "so"), source: random.Next(2) == 0 ? "S" : null))]);
        }

        var all = await Store.AllAsync();
        ObservationQuery[] queries =
        [
            new() { Indicator = "i1" },
            new() { Area = "a2" },
            new() { Agency = "" },
            new() { Indicator = "i0", Area = "a1", Agency = "so" },
            new() { Indicator = "none" },
            new() { From = Period.Parse("2026-03").End, To = Period.Parse("2026-06").Start },
            new() { Indicator = "i2", From = Period.Parse("2026-03").End, To = Period.Parse("2026-06").Start, AsOfCommit = 4 },
            new() { AsOfCommit = 3 },
        ];
        foreach (var query in queries)
        {
            var expected = all.Where(o => (query.Indicator is null || o.Series.Indicator == query.Indicator) && (query.Area is null || o.Series.Area == query.Area)
                && (query.Agency is null || o.Series.Agency == query.Agency) && (query.From is null || o.Period.End > query.From)
                && (query.To is null || o.Period.Start < query.To) && (query.AsOfCommit is null || o.Commit <= query.AsOfCommit)).ToList();
            var found = new List<Observation>();
            for (long? after = 0; after is { } cursor;)
            {
                var page = await Store.QueryAsync(query with { After = cursor, Take = 7 }, default);
                Assert.True(page.Items.Count <= 7);
                found.AddRange(page.Items);
                after = page.Next;
            }

            Assert.Equal(expected, found);
        }
    }

    [StoreFact]
    public async Task AsOf_AnyCommit_IsWhatWasReadThen()
    {
        var random = new Random(11);
        var then = new List<(DateTimeOffset At, long Commit, IReadOnlyList<Observation> All)>();
        for (var n = 0; n < 25; n++)
        {
            // The clock is set back now and then; later commits must still look later.
            _under.Time.Now += TimeSpan.FromSeconds(random.Next(-20, 60));
            await Store.AppendAsync([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Given.Batch(
                [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Given.Reading(random.Next(4), period: $"2026-0{random.Next(1, 4)}"))]))], default);
            then.Add((_under.Time.Now, await Store.NewestCommitAsync(default), await Store.AllAsync()));
        }

        await _under.RestartAsync();

        foreach (var (_, commit, all) in then) Assert.Equal(all, await Store.AllAsync(asOf: commit));
        var latest = DateTimeOffset.MinValue;
        foreach (var (at, commit, _) in then)
        {
            if (at <= latest) continue;
            latest = at;
            var later = then.Where(t => t.At > at).Select(t => t.Commit).DefaultIfEmpty(long.MaxValue).Min();
            Assert.InRange(await Store.CommitAtAsync(at, default), commit, later);
        }

        Assert.Equal(0, await Store.CommitAtAsync(then.Min(t => t.At).AddDays(-1), default));
    }

    [StoreFact]
    public async Task Resends_InAnyOrder_GiveTheSameFiguresAndNoRowTwice()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var indicator = $"seed-{seed}";
            var model = new Dictionary<(SeriesKey, string), List<decimal>>();
            var sent = new List<CheckedReading>();
            for (var n = 0; n < 60; n++)
            {
                var readings = new List<CheckedReading>();
                foreach (var _ in Enumerable.Range(0, random.Next(1, 12)))
                {
                    if (sent.Count > 0 && random.Next(2) == 0)
                    {
                        readings.Add(sent[random.Next(sent.Count)]);
                        continue;
                    }

                    var fresh = Given.Reading(random.Next(3), $"{seed}-{sent.Count}", $"2026-0{random.Next(1, 4)}", new(indicator, $"a{random.Next(3)}"));
                    sent.Add(fresh);
                    readings.Add(fresh);
                    var key = (fresh.Series, fresh.Period.Text);
                    if (!model.TryGetValue(key, out var values)) model[key] = values = [];
                    if (values.Count == 0 || values[^1] != fresh.Value) values.Add(fresh.Value);
                }

                // Now and then the whole hand-over twice: the answer got lost.
                for (var times = random.Next(1, 3); times > 0; times--) await _under.AppendAsync([.. readings]);
            }

            var outcomes = await Store.AppendAsync([.. sent.OrderBy(_ => random.Next()).Chunk(5).Select(c => Given.Batch(c))], default);

            Assert.All(outcomes, o => Assert.Equal((0, 0), (o.Stored.Count, o.Rejections.Count)));
            var found = new List<Observation>();
            for (long? after = 0; after is { } cursor;)
            {
                var page = await Store.QueryAsync(new() { Indicator = indicator, After = cursor }, default);
                found.AddRange(page.Items);
                after = page.Next;
            }

            var stored = found.GroupBy(o => (o.Series, o.Period.Text)).ToDictionary(g => g.Key, g => g.OrderBy(o => o.Revision).ToList());
            Assert.Equal(model.Count, stored.Count);
            foreach (var (key, values) in model)
            {
                Assert.Equal(values, stored[key].Select(o => o.Value));
                Assert.Equal(Enumerable.Range(1, values.Count), stored[key].Select(o => o.Revision));
            }
        }
    }

    [StoreFact]
    public async Task Board_NewestPerSeriesAndFeed_AreThoseOfASimpleRule()
    {
        var random = new Random(3);
        string[] periods = ["2024", "2025", "2026", "2026-Q1", "2026-Q2", "2026-05", "2026-06", "2026-07", "2026-06-30", "2026-01/2026-06", "2026-06-30T08:00:00Z", "2026-07-01T09:00:00Z"];
        for (var n = 0; n < 80; n++)
        {
            var at = $"2026-07-{random.Next(1, 29):00}T{random.Next(24):00}:00:00Z";
            var batch = Given.BatchAt(at, Given.Reading(random.Next(100), period: periods[random.Next(periods.Length)], series: new($"i{random.Next(2)}", $"a{random.Next(2)}")));
            await Store.AppendAsync([batch with { Feed = random.Next(2) == 0 ? StoreUnderTest.Real : StoreUnderTest.Simulated }], default);
        }

        var all = await Store.AllAsync();
        var since = Period.Parse("2025").End;
        foreach (var newest in new[] { 1, 3, 50 })
        {
            var board = await Store.LoadBoardHistoryAsync(new() { NewestPerSeries = newest, NewestPerPart = newest, FlowsSince = since, FlowIndicators = new HashSet<string> { "i1" } }, default);

            Assert.Equal(await Store.NewestCommitAsync(default), board.Commit);
            foreach (var pair in all.GroupBy(o => (o.Series, o.Feed)))
            {
                var latest = pair.GroupBy(o => o.Period).Select(g => g.MaxBy(o => o.Revision)!).OrderByDescending(o => o.EffectiveEnd).ToList();
                var given = board.Observations.Where(o => o.Series == pair.Key.Series && o.Feed == pair.Key.Feed).ToList();
                Assert.Equal(given.Count, given.DistinctBy(o => o.Id).Count());
                Assert.Subset(latest.ToHashSet(), given.ToHashSet());
                Assert.Equal(latest.Take(newest).Select(o => o.EffectiveEnd), given.OrderByDescending(o => o.EffectiveEnd).Take(newest).Select(o => o.EffectiveEnd));
                var flows = pair.Key.Series.Indicator == "i1" ? latest.Where(o => o.Period.End > since).ToList() : [];
                Assert.Superset(flows.ToHashSet(), given.ToHashSet());
                Assert.True(given.Count <= Math.Max(newest, latest.Take(newest).Union(flows).Count()));
            }
        }
    }

    [StoreFact]
    public async Task Board_PeriodWithManyRevisions_CountsOnce()
    {
        for (var n = 0; n < 60; n++) await _under.AppendAsync(Given.Reading(n, period: "2026-06"));
        await _under.AppendAsync(Given.Reading(5, period: "2026-05"), Given.Reading(4, period: "2026-04"));

        var board = await Store.LoadBoardHistoryAsync(new() { NewestPerSeries = 2, NewestPerPart = 2, FlowsSince = default, FlowIndicators = s_noFlows }, default);

        Assert.Equal([("2026-06", 59m), ("2026-05", 5m)], board.Observations.Select(o => (o.Period.Text, o.Value)));
    }

    [StoreFact]
    public async Task Baseline_SecondForTheSeries_ChangesNothing()
    {
        await _under.AppendAsync(Given.Reading(13.8m));

        await Store.KeepBaselineAsync(Given.Coverage, new(13.8m, new(2026, 6, 30), "198/BC-UBND"), 1, default);
        await Store.KeepBaselineAsync(Given.Coverage, new(1m, new(2026, 1, 1), "khác"), 1, default);

        var board = await Store.LoadBoardHistoryAsync(new() { NewestPerSeries = 1, NewestPerPart = 1, FlowsSince = default, FlowIndicators = s_noFlows }, default);
        Assert.Equal(new Baseline(13.8m, new(2026, 6, 30), "198/BC-UBND"), board.Baselines[Given.Coverage]);
    }

    [StoreFact]
    public async Task Thin_Simulated_KeepsTheLastOfEachDayAndAllThatIsReal()
    {
        CheckedReading[] readings =
        [
            Given.Reading(1, "t1", "2026-06-01T08:00:00+07:00"),
            Given.Reading(2, "t2", "2026-06-01T23:59:00+07:00"),
            Given.Reading(3, "t3", "2026-06-02T00:01:00+07:00"),
            Given.Reading(4, "t4", "2026-05"),
            Given.Reading(5, "t5", "2026-05"),
            Given.Reading(6, "t6", "2026-04"),
        ];
        var old = Given.BatchAt("2026-06-02T05:00:00Z", readings);
        await Store.AppendAsync([old, old with { Feed = StoreUnderTest.Simulated }], default);
        var young = Given.BatchAt("2026-06-20T05:00:00Z", Given.Reading(7, period: "2026-06-20T08:00:00+07:00"), Given.Reading(8, period: "2026-06-20T09:00:00+07:00"));
        await Store.AppendAsync([young with { Feed = StoreUnderTest.Simulated }], default);

        var removed = await Store.ThinSimulatedAsync(Given.At("2026-06-10T00:00:00Z"), default);

        Assert.Equal(2, removed);
        var all = await Store.AllAsync();
        Assert.Equal([1m, 2, 3, 4, 5, 6], all.Where(o => !o.Simulated).Select(o => o.Value));
        Assert.Equal([2m, 3, 5, 6, 7, 8], all.Where(o => o.Simulated).Select(o => o.Value));
        Assert.Equal(0, await Store.ThinSimulatedAsync(Given.At("2026-06-10T00:00:00Z"), default));
        Assert.Equal(15, (await _under.AppendAsync(Given.Reading(9))).Stored[0].Id);
    }
}
