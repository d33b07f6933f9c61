using KhcnIoc.Storage.Observations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage;

/// <summary>Brings the database up to the program's version; run once at start, before anything else uses the store.</summary>
public interface IStoreMigrator
{
    /// <summary>Makes the database if needed, applies pending migrations and removes what an interrupted hand-over left pending.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);
}

internal sealed class StoreMigrator(IDbContextFactory<IocDbContext> contexts, ObservationAppender appender, WriteGate gate) : IStoreMigrator
{
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        if (context.Database.IsSqlite() && new SqliteConnectionStringBuilder(context.Database.GetConnectionString()).DataSource is { Length: > 0 } file
            && Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        appender.Recover();
    }
}
