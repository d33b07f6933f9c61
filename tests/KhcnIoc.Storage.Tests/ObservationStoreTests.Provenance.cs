using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Tests;

public abstract partial class ObservationStoreTests
{
    [StoreFact]
    public async Task Append_RowChannelAndName_AreReadBack()
    {
        var batch = Given.Batch(Given.Reading(1, source: "A") with { Row = 7 }, Given.Reading(2, period: "2026-05", source: "B"), Given.Reading(2, period: "2026-05"));
        var outcome = (await Store.AppendAsync([batch with { Channel = "http-csv", Name = new string('x', 300), Rejections = [new(5, "area", "unknown-area", "?", "{}")] }], default))[0];

        Assert.Equal([(7, 1), (null, 2)], outcome.Stored.Select(o => ((int?)o.Row, o.SourceId)));
        Assert.Equal(outcome.Stored, await Store.AllAsync());
        Assert.Equal(outcome.Stored[0], (await Store.FindAsync(1, default))!.Observation);
        Assert.Equal(new StoredBatch(1, StoreUnderTest.Real, Given.At("2026-07-01T00:00:00Z"), _under.Time.Now, "http-csv", new string('x', 200), 2, 1, 1), await Store.FindBatchAsync(1, default));
        Assert.Null(await Store.FindBatchAsync(2, default));
    }

    [StoreFact]
    public async Task Append_InChunks_KeepsWhereItCameFrom()
    {
        var readings = Enumerable.Range(0, 250).Select(n => Given.Reading(n, series: new("i", $"a{n}")) with { Row = n + 2 }).ToArray();

        await Store.AppendAsync([Given.Batch(readings) with { Channel = "http-csv", Name = "a.csv" }], default);

        Assert.Equal(("http-csv", "a.csv", 250), (await Store.FindBatchAsync(1, default)) is { } b ? (b.Channel, b.Name, b.Stored) : default);
        Assert.Equal(Enumerable.Range(2, 250), (await Store.AllAsync()).Select(o => o.Row!.Value));
    }

    [StoreFact]
    public async Task Sources_InPages_AreAllOnceByTheirIds()
    {
        await _under.AppendAsync([.. Enumerable.Range(0, 25).Select(n => Given.Reading(n, series: new("i", $"a{n}"), source: $"S{n % 11}"))]);

        var found = new List<StoredSource>();
        for (IReadOnlyList<StoredSource> page; (page = await Store.SourcesAsync(found.Count == 0 ? 0 : found[^1].Id, 4, default)).Count > 0;) found.AddRange(page);

        Assert.Equal(Enumerable.Range(1, 11), found.Select(s => s.Id));
        Assert.Equal(Enumerable.Range(0, 11).Select(n => Given.Source($"S{n}")), found.Select(s => s.Source));
        Assert.Equal(found[6], await Store.FindSourceAsync(7, default));
        Assert.Null(await Store.FindSourceAsync(12, default));
        Assert.Null(await Store.FindSourceAsync(0, default));
    }

    [StoreFact]
    public async Task Tallies_SinceAnInstant_CountWhatEachFeedBrought()
    {
        Assert.Null(await Store.FirstCommitAtAsync(default));
        Assert.Empty(await Store.FeedTalliesAsync(default, default));
        var start = _under.Time.Now;
        Rejection Bad(string raw) => new(0, "area", "unknown-area", "?", raw);
        foreach (var hour in Enumerable.Range(0, 6))
        {
            _under.Time.Now = start.AddHours(hour);
            CheckedBatch Of(string feed, params CheckedReading[] readings) => Given.Batch(readings) with { Feed = feed, ReceivedAt = _under.Time.Now };
            await Store.AppendAsync(
            [
                Of(StoreUnderTest.Real, Given.Reading(hour), Given.Reading(hour), Given.Reading(hour, period: "2026-05")),
                Of(StoreUnderTest.Simulated, hour < 3 ? [Given.Reading(hour)] : []) with { Rejections = [Bad("same"), Bad($"other {hour / 2}")] },
            ], default);
        }

        Assert.Equal(start, await Store.FirstCommitAtAsync(default));
        Assert.Equal([new(StoreUnderTest.Simulated, 3, 0, 4, start.AddHours(5)), new(StoreUnderTest.Real, 12, 6, 0, start.AddHours(5))], await Store.FeedTalliesAsync(default, default));
        Assert.Equal([new(StoreUnderTest.Simulated, 0, 0, 2, start.AddHours(5)), new(StoreUnderTest.Real, 4, 2, 0, start.AddHours(5))], await Store.FeedTalliesAsync(start.AddHours(4), default));
        Assert.Empty(await Store.FeedTalliesAsync(start.AddHours(6), default));
    }

    [StoreFact]
    public async Task Boundaries_Versions_AreKeptAndWithdrawn()
    {
        var boundaries = _under.Boundaries;
        var version = new Core.Maps.BoundaryVersion
        {
            ValidFrom = new(2025, 7, 1),
            Attribution = "Sở Nông nghiệp và Môi trường",
            FileName = "ranh-gioi.geojson",
            ImportedAt = _under.Time.Now,
            GeometryJson = new string('g', 300_000),
            ReportJson = "{}",
        };

        var first = await boundaries.AddAsync(version, default);
        var second = await boundaries.AddAsync(version with { ValidFrom = new(2026, 1, 1) }, default);

        Assert.Equal(version with { Id = first.Id }, first);
        Assert.Equal([second, first], await boundaries.ListAsync(default));
        Assert.True(await boundaries.SetWithdrawnAsync(first.Id, _under.Time.Now, default));
        Assert.Equal([null, _under.Time.Now], (await boundaries.ListAsync(default)).Select(b => b.WithdrawnAt));
        Assert.True(await boundaries.SetWithdrawnAsync(first.Id, null, default));
        Assert.Equal([second, first], await boundaries.ListAsync(default));
        Assert.False(await boundaries.SetWithdrawnAsync(99, null, default));
        await Assert.ThrowsAsync<ArgumentException>(() => boundaries.AddAsync(version with { Attribution = new string('x', 501) }, default));
    }
}
