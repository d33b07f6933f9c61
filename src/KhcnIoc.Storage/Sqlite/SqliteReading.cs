using System.Collections.Concurrent;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.Data.Sqlite;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>Names behind the ids. Their rows never change once a reader can see them, so they are kept across calls.</summary>
internal sealed class SqliteNames
{
    public ConcurrentDictionary<int, SeriesKey> Series { get; } = new();
    public ConcurrentDictionary<int, FeedIdentity> Feeds { get; } = new();
    public ConcurrentDictionary<int, Provenance> Sources { get; } = new();
}

/// <summary>One look at the database: a connection in a read transaction, so that all statements see the same moment.</summary>
internal sealed class SqliteReading : IDisposable
{
    /// <summary>What <see cref="Observation(SqliteDataReader)"/> reads, in its order.</summary>
    public const string Columns =
        "Id, \"Commit\", FeedId, SeriesId, PeriodStart, PeriodEnd, Revision, Value, Weight, Restated, Method, Qualifier, SenderId, SourceId, ReceivedAt, \"Row\"";

    /// <summary>Seeks by series, feed and period. Said outright: with a bound on the id the planner may take the index of the series, which has every period of it.</summary>
    public const string ByKey = "INDEXED BY IX_Observations_SeriesId_FeedId_PeriodEnd_PeriodStart_Revision";

    private const int CachedPeriods = 50_000;
    private const int CachedSources = 20_000;

    private readonly SqliteNames _names;
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Dictionary<(long Start, long End), Period> _periods = [];

    public SqliteReading(string connectionString, SqliteNames names)
    {
        _names = names;
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        SqliteSettings.Apply(_connection, writer: false);
        _transaction = _connection.BeginTransaction(deferred: true);
        using var newest = Make("SELECT \"Commit\", LastObservationId, VisibleAt FROM Batches WHERE VisibleAt IS NOT NULL ORDER BY \"Commit\" DESC LIMIT 1", 0);
        using var reader = newest.Read();
        Visible = reader.Read() ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : Position.Zero;
    }

    public Position Visible { get; }

    public PreparedCommand Make(string sql, int parameters) => new(_connection, sql, parameters);

    /// <summary>Where the numbering stood at a commit; the present for <see langword="null"/> and for a commit that is yet to come.</summary>
    public Position At(long? commit)
    {
        if (commit is not { } asked || asked >= Visible.Commit) return Visible;
        using var command = Make("SELECT \"Commit\", LastObservationId, VisibleAt FROM Batches WHERE \"Commit\" <= @0 AND VisibleAt IS NOT NULL ORDER BY \"Commit\" DESC LIMIT 1", 1);
        using var reader = command.Set(0, asked).Read();
        return reader.Read() ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : Position.Zero;
    }

    /// <summary>Reads pages straight from the system's cache while it is held: a walk over the whole database would push every page through this connection's small one.</summary>
    public IDisposable MapFile() => new FileMap(_connection);

    public int? FindSeries(SeriesKey series)
    {
        using var command = Make("SELECT Id FROM Series WHERE Indicator = @0 AND Area = @1 AND Agency = @2", 3);
        return (int?)command.Set(0, series.Indicator).Set(1, series.Area).Set(2, series.Agency).Scalar();
    }

    public List<int> SeriesLike(ObservationQuery query)
    {
        using var command = Make("SELECT Id FROM Series WHERE (@0 IS NULL OR Indicator = @0) AND (@1 IS NULL OR Area = @1) AND (@2 IS NULL OR Agency = @2)", 3);
        command.SetOrNull(0, query.Indicator ?? "").SetOrNull(1, query.Area ?? "");
        if (query.Agency is not null) command.Set(2, query.Agency);
        using var reader = command.Read();
        var ids = new List<int>();
        while (reader.Read()) ids.Add(reader.GetInt32(0));
        return ids;
    }

    public Observation Observation(SqliteDataReader r)
    {
        var feed = Feed(r.GetInt32(2));
        return new()
        {
            Id = r.GetInt64(0),
            Commit = r.GetInt64(1),
            Feed = feed.Code,
            Simulated = feed.Simulated,
            Series = Series(r.GetInt32(3)),
            Period = PeriodOf(r.GetInt64(4), r.GetInt64(5)),
            Revision = r.GetInt32(6),
            Value = (decimal)r.GetDouble(7),
            Weight = r.IsDBNull(8) ? null : (decimal)r.GetDouble(8),
            Restated = r.GetInt64(9) != 0,
            Method = r.IsDBNull(10) ? "" : r.GetString(10),
            Qualifier = (ValueQualifier)r.GetInt32(11),
            SenderId = r.IsDBNull(12) ? "" : r.GetString(12),
            Source = r.IsDBNull(13) ? null : Source(r.GetInt32(13)),
            SourceId = r.IsDBNull(13) ? null : r.GetInt32(13),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(14)),
            Row = r.IsDBNull(15) ? null : r.GetInt32(15),
        };
    }

    public SeriesKey Series(int id)
    {
        if (_names.Series.TryGetValue(id, out var series)) return series;
        using var command = Make("SELECT Indicator, Area, Agency FROM Series WHERE Id = @0", 1);
        using var reader = command.Set(0, id).Read();
        reader.Read();
        return _names.Series[id] = new(reader.GetString(0), reader.GetString(1), reader.GetString(2));
    }

    public Provenance Source(int id)
    {
        if (_names.Sources.TryGetValue(id, out var source)) return source;
        using var command = Make($"SELECT {SourceColumns} FROM Sources WHERE Id = @0", 1);
        using var r = command.Set(0, id).Read();
        r.Read();
        source = SourceOf(r);
        if (_names.Sources.Count >= CachedSources) _names.Sources.Clear();
        return _names.Sources[id] = source;
    }

    public const string SourceColumns = "Title, Publisher, Url, Document, Published, Page, Quote, Id";

    public static Provenance SourceOf(SqliteDataReader r) => new()
    {
        Title = r.GetString(0),
        Publisher = r.GetString(1),
        Url = r.GetString(2),
        Document = r.GetString(3),
        Published = r.GetString(4),
        Page = r.GetString(5),
        Quote = r.GetString(6),
    };

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    public FeedIdentity Feed(int id)
    {
        if (_names.Feeds.TryGetValue(id, out var feed)) return feed;
        using var command = Make("SELECT Id, Code, Simulated FROM Feeds WHERE Id = @0", 1);
        using var r = command.Set(0, id).Read();
        r.Read();
        return _names.Feeds[id] = new(r.GetInt32(0), r.GetString(1), r.GetBoolean(2));
    }

    private Period PeriodOf(long start, long end)
    {
        if (_periods.TryGetValue((start, end), out var period)) return period;
        if (_periods.Count >= CachedPeriods) _periods.Clear();
        return _periods[(start, end)] = Period.FromEdges(DateTimeOffset.FromUnixTimeMilliseconds(start), DateTimeOffset.FromUnixTimeMilliseconds(end));
    }

    private sealed class FileMap : IDisposable
    {
        private const long Most = 2_147_418_112;

        private readonly SqliteConnection _connection;

        public FileMap(SqliteConnection connection)
        {
            _connection = connection;
            Set(Most);
        }

        // The connection goes back to the pool: what is mapped would count as the process's memory.
        public void Dispose() => Set(0);

        private void Set(long bytes)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA mmap_size=" + bytes.ToString(System.Globalization.CultureInfo.InvariantCulture);
            command.ExecuteNonQuery();
        }
    }
}
