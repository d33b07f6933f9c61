using KhcnIoc.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace KhcnIoc.Storage.Tests;

public sealed class SqliteDurabilityTests : IAsyncLifetime
{
    private StoreUnderTest _under = null!;

    public async Task InitializeAsync() => _under = await StoreUnderTest.OpenAsync(DatabaseProvider.Sqlite, o => o.CommandTimeoutSeconds = 1);

    public async Task DisposeAsync() => await _under.DisposeAsync();

    [Fact]
    public async Task Writer_Settings_MakeACommitWaitForTheDisk()
    {
        await _under.AppendAsync(Given.Reading(1));
        var connection = ((SqliteAppendDatabase)_under.AppendDatabase).Connection;

        Assert.Equal(("wal", 2L, 1L, 1000L), ((string)Ask(connection, "PRAGMA journal_mode")!, (long)Ask(connection, "PRAGMA synchronous")!,
            (long)Ask(connection, "PRAGMA foreign_keys")!, (long)Ask(connection, "PRAGMA busy_timeout")!));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(5000)]
    public async Task Append_DiskFull_SaysSoAndWorksAgainWhenThereIsSpace(int rows)
    {
        await _under.AppendAsync(Given.Reading(1, "first"));
        var connection = ((SqliteAppendDatabase)_under.AppendDatabase).Connection;
        var pages = (long)Ask(connection, "PRAGMA page_count")!;
        Ask(connection, $"PRAGMA max_page_count={pages + 2}");
        var large = Enumerable.Range(0, rows).Select(n => Given.Reading(n, $"m-{n}", series: new("x", $"{n}"), source: $"Văn bản {n}")).ToArray();

        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => _under.AppendAsync(large));

        Assert.Equal(StoreTrouble.Full, thrown.Trouble);
        Assert.Single(await _under.Store.AllAsync());
        Assert.Equal(1, await _under.Store.NewestCommitAsync(default));

        Ask(((SqliteAppendDatabase)_under.AppendDatabase).Connection, "PRAGMA max_page_count=1000000");
        var outcome = await _under.AppendAsync(large);
        Assert.Equal((rows, 2L), (outcome.Stored.Count, outcome.Commit));
    }

    [Fact]
    public async Task Append_LockedByAnother_SaysSoAndWorksAfterwards()
    {
        await _under.AppendAsync(Given.Reading(1));
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_under.Directory, DatabaseOptions.FileName)};Pooling=False");
        other.Open();
        Ask(other, "BEGIN IMMEDIATE");

        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => _under.AppendAsync(Given.Reading(2)));

        Assert.Equal(StoreTrouble.Locked, thrown.Trouble);
        Assert.Single(await _under.Store.AllAsync());
        Ask(other, "ROLLBACK");
        Assert.Equal(2, (await _under.AppendAsync(Given.Reading(2))).Commit);
    }

    [Fact]
    public async Task Read_WhileATransactionIsOpen_NeitherWaitsNorSeesIt()
    {
        await _under.AppendAsync(Given.Reading(1));
        var database = _under.AppendDatabase;
        database.Begin();
        database.Insert(new(2, 1, 1, 2, 0, 0, 1, 5m, null, false, "", default, "", null, 0, null));
        database.InsertBatch(new(2, 1, 0, 0, 2, 1, 0, 0, "", ""));

        Assert.Single(await _under.Store.AllAsync());

        // The process ends here: what was not committed is gone.
        await _under.RestartAsync();
        Assert.Single(await _under.Store.AllAsync());
        Assert.Equal(2, (await _under.AppendAsync(Given.Reading(2))).Stored[0].Id);
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
