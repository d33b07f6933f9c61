using Microsoft.Extensions.Options;

namespace KhcnIoc.Storage;

/// <summary>The databases the store runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>One file in the data directory; the default.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server 2019 or later.</summary>
    SqlServer,
}

/// <summary>Where observations are kept; the host binds it from <c>Ioc:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Name of the SQLite file inside the data directory.</summary>
    public const string FileName = "khcnioc.db";

    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Empty = <see cref="FileName"/> in the data directory (SQLite only; SQL Server needs one).</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Statements per round trip of EF Core on SQL Server, 1 to 1,000; 1 keeps EF from using MERGE (decision 0002).</summary>
    public int MaxBatchSize { get; set; } = 1;

    /// <summary>Seconds until a statement, or the wait for a locked database, is given up; 1 to 3,600.</summary>
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>Rows per transaction of a large hand-over, 100 to 100,000. More rows at once stay invisible until one short commit.</summary>
    public int ChunkSize { get; set; } = 5000;
}

/// <summary>Collects all that is wrong with <see cref="DatabaseOptions"/>, each with its key.</summary>
internal sealed class ValidateDatabaseOptions : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var messages = new List<string>();
        if (!Enum.IsDefined(options.Provider)) messages.Add("Ioc:Database:Provider must be Sqlite or SqlServer.");
        if (options.Provider == DatabaseProvider.SqlServer && string.IsNullOrWhiteSpace(options.ConnectionString))
            messages.Add("Ioc:Database:ConnectionString is required with Ioc:Database:Provider=SqlServer.");
        if (options.MaxBatchSize is < 1 or > 1000) messages.Add("Ioc:Database:MaxBatchSize must be 1 to 1000.");
        if (options.CommandTimeoutSeconds is < 1 or > 3600) messages.Add("Ioc:Database:CommandTimeoutSeconds must be 1 to 3600.");
        if (options.ChunkSize is < 100 or > 100_000) messages.Add("Ioc:Database:ChunkSize must be 100 to 100000.");
        return messages.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(messages);
    }
}
