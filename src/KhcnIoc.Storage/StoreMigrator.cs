using KhcnIoc.Storage.Observations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage;

/// <summary>Brings the database up to the program's version; run once at start, before anything else uses the store.</summary>
public interface IStoreMigrator
{
    /// <summary>Makes the database if needed, applies pending migrations and removes what an interrupted hand-over left pending.</summary>
    /// <remarks>Only the one server of a database may call this: what is pending may be another process's hand-over in progress.</remarks>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Makes the database if needed and applies pending migrations, but leaves pending hand-overs alone: for commands that run beside a server.</summary>
    Task MigrateSchemaAsync(CancellationToken cancellationToken);
}

internal sealed class StoreMigrator(IDbContextFactory<IocDbContext> contexts, ObservationAppender appender, WriteGate gate) : IStoreMigrator
{
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        await ApplyAsync(cancellationToken).ConfigureAwait(false);
        appender.Recover();
    }

    public async Task MigrateSchemaAsync(CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        await ApplyAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        if (context.Database.IsSqlite() && new SqliteConnectionStringBuilder(context.Database.GetConnectionString()).DataSource is { Length: > 0 } file
            && Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }
}
