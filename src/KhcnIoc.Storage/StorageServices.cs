using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Maps;
using KhcnIoc.Storage.Feeds;
using KhcnIoc.Storage.Maps;
using KhcnIoc.Storage.Observations;
using KhcnIoc.Storage.Sqlite;
using KhcnIoc.Storage.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Storage;

/// <summary>Registers the store.</summary>
public static class StorageServices
{
    /// <summary>Name of the assembly with the SQLite migrations; the host references it.</summary>
    public const string SqliteMigrations = "KhcnIoc.Storage.Sqlite";

    /// <summary>Name of the assembly with the SQL Server migrations; the host references it.</summary>
    public const string SqlServerMigrations = "KhcnIoc.Storage.SqlServer";

    /// <summary>Adds <see cref="IObservationStore"/>, <see cref="IFeedStore"/>, <see cref="IBoundaryStore"/> and <see cref="IStoreMigrator"/>.</summary>
    /// <param name="configure">Sets the options, e.g. binds them to <c>Ioc:Database</c>.</param>
    /// <param name="dataDirectory">Where the SQLite file lies unless the connection string names one; made at migration.</param>
    public static IServiceCollection AddIocStorage(this IServiceCollection services, Action<DatabaseOptions> configure, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatabaseOptions>, ValidateDatabaseOptions>());
        services.Configure(configure);
        services.AddDbContextFactory<IocDbContext>((provider, builder) => Use(builder, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value, dataDirectory));
        services.TryAddSingleton<WriteGate>();
        services.TryAddSingleton<IObservationReader>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return options.Provider == DatabaseProvider.SqlServer
                ? new SqlServerObservationReader(provider.GetRequiredService<IDbContextFactory<IocDbContext>>())
                : new SqliteObservationReader(SqliteSettings.ConnectionString(options, dataDirectory));
        });
        services.TryAddSingleton<IAppendDatabase>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            return options.Provider == DatabaseProvider.SqlServer
                ? new SqlServerAppendDatabase(options.ConnectionString, options.CommandTimeoutSeconds)
                : new SqliteAppendDatabase(SqliteSettings.ConnectionString(options, dataDirectory));
        });
        services.TryAddSingleton(provider => new ObservationAppender(provider.GetRequiredService<IAppendDatabase>(),
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.ChunkSize, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IObservationStore, ObservationStore>();
        services.TryAddSingleton<IFeedStore, FeedStore>();
        services.TryAddSingleton<IBoundaryStore, BoundaryStore>();
        services.TryAddSingleton<IStoreMigrator, StoreMigrator>();
        return services;
    }

    /// <inheritdoc cref="AddIocStorage(IServiceCollection, Action{DatabaseOptions}, string)"/>
    public static IServiceCollection AddIocStorage(this IServiceCollection services, DatabaseOptions options, string dataDirectory) => services.AddIocStorage(o =>
    {
        o.Provider = options.Provider;
        o.ConnectionString = options.ConnectionString;
        o.MaxBatchSize = options.MaxBatchSize;
        o.CommandTimeoutSeconds = options.CommandTimeoutSeconds;
        o.ChunkSize = options.ChunkSize;
    }, dataDirectory);

    internal static void Use(DbContextOptionsBuilder builder, DatabaseOptions options, string dataDirectory)
    {
        if (options.Provider == DatabaseProvider.SqlServer)
        {
            builder.UseSqlServer(options.ConnectionString, server =>
                server.MigrationsAssembly(SqlServerMigrations).MaxBatchSize(options.MaxBatchSize).CommandTimeout(options.CommandTimeoutSeconds));
            return;
        }

        builder.UseSqlite(SqliteSettings.ConnectionString(options, dataDirectory), file =>
            file.MigrationsAssembly(SqliteMigrations).CommandTimeout(options.CommandTimeoutSeconds));
        builder.AddInterceptors(new SqliteSettings.Interceptor());
    }
}
