using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using KhcnIoc.Storage.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.Tests;

/// <summary>What can be known of SQL Server without a server.</summary>
public sealed class SqlServerTests
{
    [Fact]
    public void Queries_OfTheReader_AreAllRunByTheServer()
    {
        var builder = new DbContextOptionsBuilder<IocDbContext>();
        StorageServices.Use(builder, new DatabaseOptions { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=none" }, "");
        using var context = new IocDbContext(builder.Options);
        var row = new ObservationRow
        {
            Id = 1,
            SeriesId = 1,
            FeedId = 1,
            Commit = 1,
            PeriodStart = default,
            PeriodEnd = default,
            Revision = 1,
            Value = 1,
            Restated = false,
            Qualifier = ValueQualifier.Exact,
            ReceivedAt = default,
        };
        var query = new ObservationQuery { Indicator = "i", Area = "a", Agency = "", From = Given.At("2026-01-01T00:00:00Z"), To = Given.At("2026-02-01T00:00:00Z") };

        var moment = new SqlServerMoment(5, 100, Given.At("2026-01-01T00:00:00Z"), DateTimeOffset.MaxValue);
        DateTimeOffset[] days = [moment.Split, moment.Split.AddDays(1)];

        Assert.Contains("CROSS APPLY", SqlServerQueries.Page(context, query, 100, 201).ToQueryString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ROW_NUMBER", SqlServerQueries.Page(context, new(), 100, 201).ToQueryString(), StringComparison.Ordinal);
        Assert.Contains("CROSS APPLY", SqlServerQueries.NewestPeriods(context, moment, 60, true, ["28249"]).ToQueryString(), StringComparison.Ordinal);
        Assert.Contains("NOT (EXISTS", SqlServerQueries.PeriodsBefore(context, 100, row, 60).ToQueryString(), StringComparison.Ordinal);

        // Each hot statement seeks by the leading columns of an index that the script makes.
        var script = context.Database.GenerateCreateScript();
        const string Key = "INDEX [IX_Observations_SeriesId_FeedId_PeriodEnd_PeriodStart_Revision] ON [Observations] ([SeriesId], [FeedId], [PeriodEnd], [PeriodStart], [Revision])";
        const string Series = "INDEX [IX_Observations_SeriesId] ON [Observations] ([SeriesId])";
        (IQueryable Statement, string[] Seeks, string Index)[] statements =
        [
            (SqlServerQueries.NewestPeriods(context, moment, 60, null, []), ["x.SeriesId = s.Id AND x.FeedId = f.Id AND x.PeriodEnd <= ", "ORDER BY x.PeriodEnd DESC, x.PeriodStart DESC"], Key),
            (SqlServerQueries.PeriodsBefore(context, 100, row, 60), ["[o].[SeriesId] = ", "[o].[FeedId] = ", "[o].[PeriodEnd] < ", "ORDER BY [o].[PeriodEnd] DESC, [o].[PeriodStart] DESC"], Key),
            (SqlServerQueries.PeriodsUpTo(context, moment, 1, 1, 60), ["[o].[SeriesId] = ", "[o].[FeedId] = ", "[o].[PeriodEnd] <= "], Key),
            (SqlServerQueries.FewAhead(context, moment), ["x.SeriesId = s.Id AND x.FeedId = f.Id AND x.PeriodEnd > ", "ORDER BY x.PeriodEnd, x.PeriodStart, x.Revision", "o.Id = a.Id"], Key),
            (SqlServerQueries.CrowdedAhead(context, moment), ["x.SeriesId = s.Id AND x.FeedId = f.Id AND x.PeriodEnd > ", "ORDER BY x.PeriodEnd, x.PeriodStart, x.Revision OFFSET"], Key),
            (SqlServerQueries.LastReceived(context, moment, [1, 2], 8), ["x.SeriesId = s.Id AND x.Id <= ", "ORDER BY x.Id DESC"], Series),
            (SqlServerQueries.EndingAt(context, moment, 1, 1, days), ["o.SeriesId = ", "o.FeedId = ", "o.PeriodEnd = d.Midnight"], Key),
            (SqlServerQueries.EndingIn(context, moment, 1, 1, days[0], days[1]), ["[o].[SeriesId] = ", "[o].[FeedId] = ", "[o].[PeriodEnd] > "], Key),
            (SqlServerQueries.Oldest(context, moment, 1, 1), ["[o].[SeriesId] = ", "[o].[FeedId] = ", "ORDER BY [o].[PeriodEnd], [o].[PeriodStart], [o].[Revision]"], Key),
            (SqlServerQueries.LastOfSpans(context, moment, 1, 1, days), ["x.SeriesId = ", "x.FeedId = ", "x.PeriodEnd > n.Low AND x.PeriodEnd <= n.High", "ORDER BY x.PeriodEnd DESC, x.PeriodStart DESC, x.Revision DESC"], Key),
            (SqlServerQueries.Page(context, query, 100, 201), ["x.SeriesId = s.Id AND x.Id > ", "ORDER BY x.Id"], Series),
            (SqlServerQueries.Page(context, query with { NewestFirst = true, Before = 50 }, 100, 201), ["x.SeriesId = s.Id AND x.Id > ", "ORDER BY x.Id DESC"], Series),
            (SqlServerQueries.Page(context, new() { NewestFirst = true }, 100, 201), ["x.Id > ", ".[Id] DESC"], "CONSTRAINT [PK_Observations] PRIMARY KEY ([Id])"),
            (SqlServerQueries.Page(context, query with { Source = 3, NewestFirst = true }, 100, 201), ["x.SourceId = ", "x.SourceId IS NOT NULL", "x.Id <= "],
                "INDEX [IX_Observations_SourceId] ON [Observations] ([SourceId]) WHERE [SourceId] IS NOT NULL"),
            (SqlServerQueries.Tallies(context, days[0], 5), ["[b].[VisibleAt] >= "], "INDEX [IX_Batches_VisibleAt] ON [Batches] ([VisibleAt])"),
            (SqlServerQueries.Rejected(context, days[0]), ["[FeedId] = [f].[Id]", "[LastSeenAt] >= "], "INDEX [IX_Rejections_FeedId_LastSeenAt] ON [Rejections] ([FeedId], [LastSeenAt])"),
        ];
        foreach (var (statement, seeks, index) in statements)
        {
            var sql = statement.ToQueryString();
            foreach (var seek in seeks) Assert.Contains(seek, sql, StringComparison.Ordinal);
            Assert.DoesNotContain("ROW_NUMBER", sql, StringComparison.Ordinal);
            Assert.Contains(index, script, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2601, true)]
    [InlineData(2627, true)]
    [InlineData(547, false)]
    public void DuplicateKey_BothNumbers_AreRecognised(int number, bool expected) => Assert.Equal(expected, SqlServerSettings.IsDuplicateKey(number));

    [Theory]
    [InlineData(1105, StoreTrouble.Full)]
    [InlineData(-2, StoreTrouble.Locked)]
    [InlineData(53, StoreTrouble.Unreachable)]
    [InlineData(208, StoreTrouble.Failed)]
    public void Errors_ByNumber_AreToldApart(int number, StoreTrouble expected) => Assert.Equal(expected, SqlServerSettings.TroubleOf(number));

    [Fact]
    public void Staged_WhatTheBlockAdds_IsMetByTheRowsBehindIt()
    {
        var staged = new StagedContent();
        var content = new StoredContent(1, 2, 10, 20, 1, 5m, null, false, "", ValueQualifier.Exact, null);
        staged.AddLatest(7, content);
        staged.AddLatest(7, content with { Revision = 2 });
        staged.AddId(7, "a", content);
        staged.AddCitation(1, 3);

        Assert.Equal(2, staged.FindLatest(7, 2, 10, 20)!.Value.Revision);
        Assert.Null(staged.FindLatest(8, 2, 10, 20));
        Assert.Equal(1, staged.FindId(7, "a")!.Value.ObservationId);
        Assert.Null(staged.FindId(7, "A"));
        Assert.True(staged.IsCited(1, 3));
        staged.Clear();
        Assert.Null(staged.FindId(7, "a"));
        Assert.False(staged.IsCited(1, 3));
    }
}
