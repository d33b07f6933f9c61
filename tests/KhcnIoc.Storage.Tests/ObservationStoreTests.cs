using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.Tests;

public sealed class SqliteObservationStoreTests() : ObservationStoreTests(DatabaseProvider.Sqlite);

public sealed class SqlServerObservationStoreTests() : ObservationStoreTests(DatabaseProvider.SqlServer);

/// <summary>What holds on every database.</summary>
public abstract partial class ObservationStoreTests(DatabaseProvider provider) : IAsyncLifetime
{
    private StoreUnderTest _under = null!;

    private IObservationStore Store => _under.Store;

    public async Task InitializeAsync() => _under = await StoreUnderTest.OpenAsync(provider);

    public async Task DisposeAsync() => await _under.DisposeAsync();

    [StoreFact]
    public async Task Append_NewValue_IsReadBackWhole()
    {
        var reading = Given.Reading(13.8125m, "m-1", source: "Báo cáo tháng 6", weight: 1234567.8901m, method: "theo dân số", qualifier: ValueQualifier.AtLeast,
            restated: true, series: Given.Enterprises);

        var outcome = await _under.AppendAsync(reading);

        var stored = Assert.Single(outcome.Stored);
        Assert.Equal(1, outcome.Commit);
        Assert.Equal(stored, Assert.Single(await Store.AllAsync()));
        Assert.Equal(reading.Period, stored.Period);
        Assert.Equal((13.8125m, 1234567.8901m, true, "theo dân số", ValueQualifier.AtLeast, "m-1", 1),
            (stored.Value, stored.Weight, stored.Restated, stored.Method, stored.Qualifier, stored.SenderId, stored.Revision));
        Assert.Equal(reading.Source, stored.Source);
    }

    [StoreFact]
    public async Task Append_SameIdAndContent_IsADuplicate()
    {
        await _under.AppendAsync(Given.Reading(13.8m, "m-1"));

        for (var n = 0; n < 20; n++)
        {
            var again = await _under.AppendAsync(Given.Reading(13.80m, "m-1"));
            Assert.Equal((1, 1L), (again.Duplicates, again.Commit));
        }

        Assert.Single(await Store.AllAsync());
        await using var context = _under.Context();
        Assert.Equal((1, 0), (await context.Batches.CountAsync(), await context.RepeatedIds.CountAsync()));
    }

    [StoreFact]
    public async Task Append_SameIdOtherContent_IsRejectedAndKept()
    {
        await _under.AppendAsync(Given.Reading(13.8m, "m-1", weight: 10));

        CheckedReading[] others =
        [
            Given.Reading(13.9m, "m-1", weight: 10),
            Given.Reading(13.8m, "m-1", weight: 11),
            Given.Reading(13.8m, "m-1"),
            Given.Reading(13.8m, "m-1", weight: 10, period: "2026-05"),
            Given.Reading(13.8m, "m-1", weight: 10, series: Given.Enterprises),
            Given.Reading(13.8m, "m-1", weight: 10, method: "khác"),
            Given.Reading(13.8m, "m-1", weight: 10, restated: true),
            Given.Reading(13.8m, "m-1", weight: 10, qualifier: ValueQualifier.About),
        ];
        var outcome = await _under.AppendAsync([.. others.Select((r, i) => r with { Raw = $"{i}: {r.Raw}" })]);

        Assert.All(outcome.Rejections, r => Assert.Equal(("id", "id-reused"), (r.Field, r.Code)));
        Assert.Equal(Enumerable.Range(0, others.Length), outcome.Rejections.Select(r => r.Index));
        Assert.Equal((0, 1L), (outcome.Stored.Count, outcome.Commit));
        var kept = await Store.RejectionsAsync(StoreUnderTest.Real, 100, default);
        Assert.Equal(others.Length, kept.Count);
        Assert.Contains("13.9", kept[^1].Rejection.Raw, StringComparison.Ordinal);
        Assert.Empty(await Store.RejectionsAsync(StoreUnderTest.Simulated, 100, default));
    }

    [StoreFact]
    public async Task Append_IdsThatDifferInCase_AreDifferent()
    {
        var outcome = await _under.AppendAsync(Given.Reading(1, "a"), Given.Reading(2, "A", period: "2026-05"));

        Assert.Equal(2, outcome.Stored.Count);
    }

    [StoreFact]
    public async Task Append_EqualValueUnderANewId_IsADuplicateAndRemembersTheId()
    {
        await _under.AppendAsync(Given.Reading(13.8m, "m-1", weight: 5));

        var second = await _under.AppendAsync(Given.Reading(13.8m, "m-2", weight: 5));
        var resent = await _under.AppendAsync(Given.Reading(13.8m, "m-2", weight: 5));
        var reused = await _under.AppendAsync(Given.Reading(99m, "m-2", weight: 5));
        var otherWeight = await _under.AppendAsync(Given.Reading(13.8m, "m-2", weight: 6));

        Assert.Equal((1, 1L), (second.Duplicates, second.Commit));
        Assert.Equal(1, resent.Duplicates);
        Assert.Equal("id-reused", Assert.Single(reused.Rejections).Code);
        Assert.Equal("id-reused", Assert.Single(otherWeight.Rejections).Code);
        Assert.Single(await Store.AllAsync());
    }

    [StoreFact]
    public async Task Append_OtherValue_IsTheNextRevisionAndTheOldStays()
    {
        await _under.AppendAsync(Given.Reading(13.8m));
        await _under.AppendAsync(Given.Reading(14.1m));
        var back = await _under.AppendAsync(Given.Reading(13.8m));
        var method = await _under.AppendAsync(Given.Reading(13.8m, method: "khác"));

        Assert.Equal((3, 3L), (back.Stored[0].Revision, back.Commit));
        Assert.Equal(4, method.Stored[0].Revision);
        Assert.Equal([13.8m, 14.1m, 13.8m, 13.8m], (await Store.AllAsync()).Select(o => o.Value));
        var detail = await Store.FindAsync(2, default);
        Assert.Equal([1, 2, 3, 4], detail!.Revisions.Select(r => r.Revision));
        Assert.Equal(14.1m, detail.Observation.Value);
    }

    [StoreFact]
    public async Task Append_EqualValueOtherWeight_IsTheNextRevision()
    {
        await _under.AppendAsync(Given.Reading(13.8m, weight: 1000.5m));

        var other = await _under.AppendAsync(Given.Reading(13.8m, weight: 1200));
        var again = await _under.AppendAsync(Given.Reading(13.8m, weight: 1200));
        var without = await _under.AppendAsync(Given.Reading(13.8m));

        Assert.Equal((2, 1200m), (other.Stored[0].Revision, other.Stored[0].Weight));
        Assert.Equal((1, 1), (again.Duplicates, without.Duplicates));
        Assert.Equal([1000.5m, 1200m], (await Store.AllAsync()).Select(o => o.Weight!.Value));
    }

    [StoreFact]
    public async Task Append_TheLateResendOfAFirstValue_DoesNotUndoItsCorrection()
    {
        await _under.AppendAsync(Given.Reading(13.8m, "m-1"));
        await _under.AppendAsync(Given.Reading(14.1m, "m-2"));

        var late = await _under.AppendAsync(Given.Reading(13.8m, "m-1"));

        Assert.Equal(1, late.Duplicates);
        Assert.Equal(14.1m, (await Store.AllAsync())[^1].Value);
    }

    [StoreFact]
    public async Task Append_EqualValueFromAnotherSource_BecomesACitationOnce()
    {
        await _under.AppendAsync(Given.Reading(13.8m, source: "Báo cáo"));

        var same = await _under.AppendAsync(Given.Reading(13.8m, source: "Báo cáo"));
        var cited = await _under.AppendAsync(Given.Reading(13.8m, source: "Cổng thông tin"));
        var again = await _under.AppendAsync(Given.Reading(13.8m, source: "Cổng thông tin"));

        Assert.Equal((1L, 2L, 2L), (same.Commit, cited.Commit, again.Commit));
        Assert.Equal((1, 0), (cited.Duplicates, cited.Stored.Count));
        var detail = await Store.FindAsync(1, default);
        Assert.Equal("Cổng thông tin", Assert.Single(detail!.Citations).Title);
    }

    [StoreFact]
    public async Task Append_RepeatsInsideOneCall_AreSeen()
    {
        var outcomes = await Store.AppendAsync(
        [
            Given.Batch(Given.Reading(1, "a"), Given.Reading(1, "a"), Given.Reading(1), Given.Reading(2, "b"), Given.Reading(3, "a")),
            Given.Batch(Given.Reading(2, "c", source: "Khác"), Given.Reading(2, "c"), Given.Reading(4, "b"), Given.Reading(5, "d")),
            Given.Batch(Given.Reading(5)),
        ], default);

        Assert.Equal([1L, 2L, 2L], outcomes.Select(o => o.Commit));
        Assert.Equal([2, 2, 1], outcomes.Select(o => o.Duplicates));
        Assert.Equal([4], outcomes[0].Rejections.Select(r => r.Index));
        Assert.Equal([2], outcomes[1].Rejections.Select(r => r.Index));
        Assert.Equal([(1m, 1, 1L), (2m, 2, 1L), (5m, 3, 2L)], (await Store.AllAsync()).Select(o => (o.Value, o.Revision, o.Commit)));
    }

    [StoreFact]
    public async Task Append_RejectionsOfTheChecks_AreKeptWithNewestFirst()
    {
        var raw = new string('x', 5000);
        var batch = Given.Batch(Given.Reading(1)) with { Rejections = [new(7, "area", "unknown-area", "Không có mã xã này.", raw)] };

        var outcome = (await Store.AppendAsync([batch], default))[0];

        Assert.Equal("unknown-area", Assert.Single(outcome.Rejections).Code);
        var kept = Assert.Single(await Store.RejectionsAsync(null, 10, default));
        Assert.Equal((7, "Không có mã xã này.", 4000, StoreUnderTest.Real),
            (kept.Rejection.Index, kept.Rejection.Reason, kept.Rejection.Raw.Length, kept.Feed));
    }

    [StoreFact]
    public async Task Append_SameBadRowAgainAndAgain_IsOneRejectionWithACount()
    {
        Rejection[] bad = [new(0, "area", "unknown-area", "Không có mã xã này.", "r1"), new(1, "unit", "unknown-area", "Khác trường.", "r1"), new(2, "area", "unknown-area", "Lặp.", "r1")];
        for (var day = 1; day <= 3; day++)
        {
            var outcome = (await Store.AppendAsync([Given.BatchAt($"2026-07-0{day}T00:00:00Z") with { Rejections = bad }], default))[0];
            Assert.Equal(3, outcome.Rejections.Count);
        }

        await Store.AppendAsync([Given.BatchAt("2026-07-02T00:00:00Z") with { Feed = StoreUnderTest.Simulated, Rejections = bad[..1] }], default);

        var kept = await Store.RejectionsAsync(null, 10, default);
        Assert.Equal(
            [
                (StoreUnderTest.Simulated, "area", 1L, Given.At("2026-07-02T00:00:00Z"), Given.At("2026-07-02T00:00:00Z")),
                (StoreUnderTest.Real, "unit", 3L, Given.At("2026-07-01T00:00:00Z"), Given.At("2026-07-03T00:00:00Z")),
                (StoreUnderTest.Real, "area", 6L, Given.At("2026-07-01T00:00:00Z"), Given.At("2026-07-03T00:00:00Z")),
            ],
            kept.Select(r => (r.Feed, r.Rejection.Field, r.Count, r.ReceivedAt, r.LastSeenAt)));
    }

    [StoreFact]
    public async Task Append_MoreRejectionsThanAFeedMayHave_DropsTheOldestUnsettled()
    {
        var appender = new ObservationAppender(_under.AppendDatabase, 100, _under.Time, keptRejections: 10);
        CheckedBatch Bad(int n) => Given.Batch() with { Rejections = [new(0, "area", "unknown-area", "Sai.", $"row {n}")] };
        appender.Append([Bad(0) with { Feed = StoreUnderTest.Simulated }], default);
        appender.Append([Bad(0)], default);
        await using (var context = _under.Context())
            await context.Database.ExecuteSqlRawAsync($"UPDATE Rejections SET SettledAt = ReceivedAt WHERE FeedId IN (SELECT Id FROM Feeds WHERE Code = '{StoreUnderTest.Real}')");

        for (var n = 1; n <= 20; n++) appender.Append([Bad(n)], default);

        var kept = await Store.RejectionsAsync(StoreUnderTest.Real, 100, default);
        Assert.Equal(Enumerable.Range(11, 10).Reverse().Select(n => $"row {n}"), kept.Select(r => r.Rejection.Raw));
        Assert.Single(await Store.RejectionsAsync(StoreUnderTest.Simulated, 100, default));
        await using var all = _under.Context();
        Assert.Equal(1, await all.Rejections.CountAsync(r => r.SettledAt != null));
    }

    [StoreFact]
    public async Task Append_UnknownFeed_ThrowsAndStoresNothingOfTheCall()
    {
        var good = Given.Batch(Given.Reading(1));

        await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync([good, good with { Feed = "none" }], default));

        Assert.Empty(await Store.AllAsync());
        Assert.Equal(1, (await _under.AppendAsync(Given.Reading(1))).Stored[0].Id);
    }

    [StoreFact]
    public async Task Append_ThatBreaksOff_LeavesNothingAndTheNextCallWorks()
    {
        var readings = Enumerable.Range(1, 50).Select(n => Given.Reading(n, $"m-{n}", series: new("x", $"{n}"), source: "Mới")).ToArray();
        var broken = Given.Batch() with { Readings = new Given.Broken(readings, 40) };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.AppendAsync([broken], default));

        Assert.Equal((0, 0L), ((await Store.AllAsync()).Count, await Store.NewestCommitAsync(default)));
        Assert.Equal(50, (await _under.AppendAsync(readings)).Stored.Count);
    }

    [StoreFact]
    public async Task Append_AboveTheChunkSize_BecomesVisibleByOneCommit()
    {
        await _under.AppendAsync(Given.Reading(1));
        var outcomes = await Store.AppendAsync([Large(250), Given.Batch(Given.Reading(2))], default);

        Assert.Equal([2L, 3L], outcomes.Select(o => o.Commit));
        Assert.Equal(250, outcomes[0].Stored.Count);
        Assert.Equal(252, (await Store.AllAsync()).Count);
        Assert.Equal(251, (await Store.AllAsync(asOf: 2)).Count);
        await using var context = _under.Context();
        Assert.Equal([1, 250, 1], await context.Batches.OrderBy(b => b.Commit).Select(b => b.Stored).ToListAsync());
    }

    [StoreFact]
    public async Task Append_ChunksThatBreakOff_AreNeverSeenAndGoAtTheNextStart()
    {
        await _under.AppendAsync(Given.Reading(1));
        var whole = Large(250);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Store.AppendAsync([whole with { Readings = new Given.Broken(whole.Readings, 230) }], default));

        await using (var context = _under.Context()) Assert.Equal(201, await context.Observations.CountAsync());
        Assert.Single(await Store.AllAsync());
        Assert.Null(await Store.FindAsync(2, default));
        Assert.Single((await Store.LoadBoardHistoryAsync(new() { NewestPerSeries = 10, NewestPerPart = 10, FlowsSince = default, FlowIndicators = new HashSet<string>() }, default)).Observations);
        Assert.Equal((1L, 1L), (await Store.NewestCommitAsync(default), await Store.CountAsync(default)));
        await _under.RestartAsync();

        await using (var context = _under.Context()) Assert.Equal((1, 1), (await context.Observations.CountAsync(), await context.Batches.CountAsync()));
        var again = (await Store.AppendAsync([whole], default))[0];
        Assert.Equal((250, 0, 2L), (again.Stored.Count, again.Duplicates, again.Commit));
    }

    [StoreFact]
    public async Task Append_ChunksThatBreakOff_AreClearedByTheNextCallToo()
    {
        var whole = Large(250);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Store.AppendAsync([whole with { Readings = new Given.Broken(whole.Readings, 230) }], default));

        var again = (await Store.AppendAsync([whole], default))[0];

        Assert.Equal((250, 0, 1L), (again.Stored.Count, again.Duplicates, again.Commit));
        Assert.Equal(250, (await Store.AllAsync()).Count);
    }

    [StoreFact]
    public async Task Append_AfterARestart_GoesOnCounting()
    {
        await _under.AppendAsync(Given.Reading(1, "m-1", source: "Báo cáo"));
        await _under.RestartAsync();

        var outcome = await _under.AppendAsync(Given.Reading(1, "m-1"), Given.Reading(2, source: "Báo cáo"));

        Assert.Equal((1, 2L), (outcome.Duplicates, outcome.Commit));
        Assert.Equal((2L, 2), (outcome.Stored[0].Id, outcome.Stored[0].Revision));
    }

    private static CheckedBatch Large(int count) =>
        Given.Batch([.. Enumerable.Range(1, count).Select(n => Given.Reading(n, $"l-{n}", period: $"2026-06-{(n % 30) + 1:00}", series: new("x", $"{n / 30}"), source: "Tệp lớn"))]);
}
