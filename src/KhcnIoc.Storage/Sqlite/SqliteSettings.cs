using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>Connection strings and what every SQLite connection is told.</summary>
internal static class SqliteSettings
{
    public static string ConnectionString(DatabaseOptions options, string dataDirectory)
    {
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString);
        if (builder.DataSource.Length == 0) builder.DataSource = Path.Combine(dataDirectory, DatabaseOptions.FileName);
        builder.ForeignKeys = true;
        builder.DefaultTimeout = options.CommandTimeoutSeconds;
        return builder.ToString();
    }

    /// <summary>FULL makes a commit wait for the disk (rule 1 of DESIGN); SQLite itself waits for a lock in small steps, the driver only in 150 ms ones.</summary>
    public static void Apply(SqliteConnection connection, bool writer)
    {
        var wait = Math.Max(1, connection.DefaultTimeout) * 1000;
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA busy_timeout={wait}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
            + (writer

                // 160 MB of log before it is folded in: a batch touches a page of three indexes per series, and a checkpoint writes each page once.
                ? "PRAGMA journal_mode=WAL; PRAGMA cache_size=-131072; PRAGMA wal_autocheckpoint=40000; PRAGMA journal_size_limit=268435456;"
                : "PRAGMA cache_size=-16384;");
        command.ExecuteNonQuery();
    }

    public static StoreUnavailableException? Explain(Exception exception) => exception is SqliteException e
        ? e.SqliteErrorCode switch
        {
            5 or 6 => new(StoreTrouble.Locked, "The SQLite database is locked by another process; nothing was stored.", e),
            13 => new(StoreTrouble.Full, "The SQLite database cannot grow: the disk (or its configured size) is full; nothing was stored.", e),
            8 or 10 or 14 => new(StoreTrouble.Unreachable, $"The SQLite database cannot be opened or written ({e.SqliteExtendedErrorCode}); nothing was stored.", e),
            _ => new(StoreTrouble.Failed, $"The SQLite database refused a statement: {e.Message} Nothing was stored.", e),
        }
        : null;

    /// <summary>Gives the connections that EF Core opens the same settings.</summary>
    internal sealed class Interceptor : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply((SqliteConnection)connection, writer: false);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Apply((SqliteConnection)connection, writer: false);
            return Task.CompletedTask;
        }
    }
}
