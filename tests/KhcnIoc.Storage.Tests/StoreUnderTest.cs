using KhcnIoc.Core.Feeds;
using KhcnIoc.Storage.Observations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Storage.Tests;

/// <summary>A store on a database of its own, removed afterwards; can be closed and opened again like a restarted server.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    public const string SqlServerVariable = "IOC_TEST_SQLSERVER";
    public const string Real = "so-khcn";
    public const string Simulated = "mo-phong";

    private readonly DatabaseOptions _options;
    private ServiceProvider _provider;

    private StoreUnderTest(DatabaseOptions options)
    {
        _options = options;
        _provider = Build();
    }

    /// <summary>Connection string of a server on which a database may be made and dropped.</summary>
    public static string? SqlServer => Environment.GetEnvironmentVariable(SqlServerVariable) is { Length: > 0 } text ? text : null;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("ioc-store-").FullName;
    public ManualTime Time { get; } = new(DateTimeOffset.Parse("2026-07-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    public IObservationStore Store => _provider.GetRequiredService<IObservationStore>();
    public IFeedStore Feeds => _provider.GetRequiredService<IFeedStore>();
    public Core.Maps.IBoundaryStore Boundaries => _provider.GetRequiredService<Core.Maps.IBoundaryStore>();
    public IStoreMigrator Migrator => _provider.GetRequiredService<IStoreMigrator>();
    internal IAppendDatabase AppendDatabase => _provider.GetRequiredService<IAppendDatabase>();

    public static async Task<StoreUnderTest> OpenAsync(DatabaseProvider provider, Action<DatabaseOptions>? configure = null)
    {
        var options = new DatabaseOptions { Provider = provider, ChunkSize = 100 };
        if (provider == DatabaseProvider.SqlServer) options.ConnectionString = $"{SqlServer};Initial Catalog=ioc_test_{Guid.NewGuid():N}";
        configure?.Invoke(options);
        var store = new StoreUnderTest(options);
        await store.Migrator.MigrateAsync(default);
        await store.Feeds.RegisterAsync(Real, "Sở KH&CN", simulated: false, default);
        await store.Feeds.RegisterAsync(Simulated, "Mô phỏng", simulated: true, default);
        return store;
    }

    public IocDbContext Context() => _provider.GetRequiredService<IDbContextFactory<IocDbContext>>().CreateDbContext();

    /// <summary>Ends without any tidying up by the store, and starts anew.</summary>
    public async Task RestartAsync()
    {
        await _provider.DisposeAsync();
        _provider = Build();
        await Migrator.MigrateAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        if (_options.Provider == DatabaseProvider.SqlServer)
        {
            await using var context = Context();
            await context.Database.EnsureDeletedAsync();
        }

        await _provider.DisposeAsync();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddIocStorage(_options, Directory);
        return services.BuildServiceProvider();
    }
}

/// <summary>A clock that a test moves.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
