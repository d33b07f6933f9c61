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
