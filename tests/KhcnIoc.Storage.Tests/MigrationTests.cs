using KhcnIoc.Core.Feeds;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Storage.Tests;

public sealed class MigrationTests
{
    [Fact]
    public async Task Sqlite_DatabaseOfTheFirstVersion_IsBroughtUpToDateAndReads()
    {
        var directory = Directory.CreateTempSubdirectory("ioc-old-").FullName;
        try
        {
            var builder = new DbContextOptionsBuilder<IocDbContext>();
            StorageServices.Use(builder, new DatabaseOptions(), directory);
            await using (var context = new IocDbContext(builder.Options))
            {
                await context.GetService<IMigrator>().MigrateAsync("Initial");
                await context.Database.ExecuteSqlRawAsync(
                    """
                    INSERT INTO Feeds (Id, Code, Name, Simulated, CreatedAt) VALUES (1, 'so-khcn', 'Sở KH&CN', 0, 1000);
                    INSERT INTO Series (Id, Indicator, Area, Agency) VALUES (1, 'coverage-5g', '82', '');
                    INSERT INTO Sources (Id, Hash, Title, Publisher, Url, Document, Published, Page, Quote) VALUES (1, 'h', 'Báo cáo', '', '', '', '', '', '');
                    INSERT INTO Batches ("Commit", FeedId, ReceivedAt, VisibleAt, LastObservationId, Stored, Duplicates, Rejected) VALUES (1, 1, 1782864000000, 1782864000000, 2, 2, 0, 0);
                    INSERT INTO Observations (Id, SeriesId, FeedId, "Commit", PeriodStart, PeriodEnd, Revision, Value, Weight, Restated, Method, Qualifier, SenderId, SourceId, ReceivedAt)
                        VALUES (1, 1, 1, 1, 1780246800000, 1782838800000, 1, 13.8, NULL, 0, NULL, 0, 'm-1', 1, 1782864000000),
                               (2, 1, 1, 1, 1777568400000, 1780246800000, 1, 13.1, NULL, 0, NULL, 0, NULL, NULL, 1782864000000);
                    """);
            }

            var services = new ServiceCollection();
            services.AddIocStorage(new DatabaseOptions(), directory);
            await using var provider = services.BuildServiceProvider();
            await provider.GetRequiredService<IStoreMigrator>().MigrateAsync(default);
            var store = provider.GetRequiredService<IObservationStore>();

            var all = await store.AllAsync();
            Assert.Equal([("2026-06", 13.8m, 1), ("2026-05", 13.1m, (int?)null)], all.Select(o => (o.Period.Text, o.Value, o.SourceId)));
            Assert.All(all, o => Assert.Null(o.Row));
            Assert.Equal(("", "", 2), (await store.FindBatchAsync(1, default)) is { } b ? (b.Channel, b.Name, b.Stored) : default);
            Assert.Equal([1L], (await store.QueryAsync(new() { Source = 1 }, default)).Items.Select(o => o.Id));

            // And it goes on: the old sender's id is known, new rows stand behind the old ones.
            var outcome = (await store.AppendAsync([Given.Batch(Given.Reading(13.8m, "m-1"), Given.Reading(14, "m-2", "2026-07") with { Row = 2 })], default))[0];
            Assert.Equal((1, 3L, 2), (outcome.Duplicates, outcome.Stored[0].Id, outcome.Stored[0].Row));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(directory, recursive: true);
        }
    }
}
