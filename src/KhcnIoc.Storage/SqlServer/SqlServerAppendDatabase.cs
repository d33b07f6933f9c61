using System.Data;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.Data.SqlClient;

namespace KhcnIoc.Storage.SqlServer;

/// <summary>
/// The append path on SQL Server: the keys of a block of readings are staged by bulk copy and looked up with two joins, new rows are bulk
/// copied before the commit. Round trips do not depend on the number of rows (decision 0002). No MERGE.
/// </summary>
/// <remarks>The unique indexes guard against a second writer: its violation fails the call, and the retry sees the other's rows.</remarks>
internal sealed class SqlServerAppendDatabase(string connectionString, int timeoutSeconds) : IAppendDatabase
{
    private const string ContentColumns = "o.Id, o.SeriesId, o.PeriodStart, o.PeriodEnd, o.Revision, o.Value, o.Weight, o.Restated, o.Method, o.Qualifier, o.SourceId, o.FeedId";

    private readonly StagedContent _staged = new();
    private readonly DataTable _observations = Table("Observations",
        ("Id", typeof(long)), ("SeriesId", typeof(int)), ("FeedId", typeof(int)), ("Commit", typeof(long)), ("PeriodStart", typeof(DateTime)),
        ("PeriodEnd", typeof(DateTime)), ("Revision", typeof(int)), ("Value", typeof(decimal)), ("Weight", typeof(decimal)), ("Restated", typeof(bool)),
        ("Method", typeof(string)), ("Qualifier", typeof(int)), ("SenderId", typeof(string)), ("SourceId", typeof(int)), ("ReceivedAt", typeof(DateTime)), ("Row", typeof(int)));

    private readonly DataTable _repeatedIds = Table("RepeatedIds",
        ("FeedId", typeof(int)), ("SenderId", typeof(string)), ("ObservationId", typeof(long)), ("Weight", typeof(decimal)), ("Restated", typeof(bool)), ("Commit", typeof(long)));

    private readonly DataTable _citations = Table("Citations", ("ObservationId", typeof(long)), ("SourceId", typeof(int)), ("Commit", typeof(long)));

    private readonly DataTable _rejections = Table("#Rejections",
        ("FeedId", typeof(int)), ("Commit", typeof(long)), ("ReceivedAt", typeof(DateTime)), ("Position", typeof(int)), ("Field", typeof(string)),
        ("Code", typeof(string)), ("Reason", typeof(string)), ("Raw", typeof(string)), ("Hash", typeof(string)),
        ("Count", typeof(long)), ("LastSeenAt", typeof(DateTime)));

    // The same row twice between two flushes: the set-based statements would see neither of them in the table.
    private readonly Dictionary<(int FeedId, string Hash), DataRow> _waitingRejections = [];

    private readonly DataTable _keys = Table("#Keys",
        ("SeriesId", typeof(int)), ("FeedId", typeof(int)), ("PeriodStart", typeof(DateTime)), ("PeriodEnd", typeof(DateTime)), ("SenderId", typeof(string)));

    private SqlConnection? _connection;
    private SqlTransaction? _transaction;

    public void Begin()
    {
        if (_connection is null)
        {
            _connection = new SqlConnection(connectionString);
            _connection.Open();
            Execute("CREATE TABLE #Keys (SeriesId int NOT NULL, FeedId int NOT NULL, PeriodStart datetime2(3) NOT NULL, PeriodEnd datetime2(3) NOT NULL, "
                + "SenderId nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL)");
            Execute("CREATE TABLE #Rejections (FeedId int NOT NULL, [Commit] bigint NOT NULL, ReceivedAt datetime2(3) NOT NULL, Position int NOT NULL, "
                + "Field nvarchar(100) NOT NULL, Code nvarchar(100) NOT NULL, Reason nvarchar(4000) NOT NULL, Raw nvarchar(4000) NOT NULL, "
                + "Hash varchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL, [Count] bigint NOT NULL, LastSeenAt datetime2(3) NOT NULL)");
        }

        _transaction = _connection.BeginTransaction(IsolationLevel.ReadCommitted);
    }

    public void Commit()
    {
        Flush();
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    public void Rollback()
    {
        // Closing rolls back whatever state the connection is in; the next call opens another.
        _transaction?.Dispose();
        _transaction = null;
        _connection?.Dispose();
        _connection = null;
        _staged.Clear();
        _waitingRejections.Clear();
        foreach (var table in (DataTable[])[_observations, _repeatedIds, _citations, _rejections]) table.Clear();
    }

    public Position Recover()
    {
        Rollback();
        try
        {
            Begin();
            var position = Position.Zero;
            using (var command = Command("SELECT TOP (1) [Commit], LastObservationId, VisibleAt FROM Batches WHERE VisibleAt IS NOT NULL ORDER BY [Commit] DESC"))
            using (var r = command.ExecuteReader())
            {
                if (r.Read()) position = new(r.GetInt64(0), r.GetInt64(1), Milliseconds(r.GetDateTime(2)));
            }

            if (Scalar("SELECT COUNT_BIG(*) FROM Batches WHERE VisibleAt IS NULL") > 0)
            {
                foreach (var table in (string[])["Citations", "RepeatedIds", "Rejections"])
                    Execute($"DELETE FROM {table} WHERE [Commit] > @0", position.Commit);
                Execute("DELETE FROM Observations WHERE Id > @0", position.LastObservationId);
                Execute("DELETE FROM Batches WHERE VisibleAt IS NULL");
            }

            Commit();
            return position;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public (int Series, int Source) GreatestIds()
    {
        try
        {
            Begin();
            var greatest = ((int)(Scalar("SELECT CAST(MAX(Id) AS bigint) FROM Series") ?? 0), (int)(Scalar("SELECT CAST(MAX(Id) AS bigint) FROM Sources") ?? 0));
            Commit();
            return greatest;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public FeedIdentity? FindFeed(string code)
    {
        using var command = Command("SELECT Id, Code, Simulated FROM Feeds WHERE Code = @0", code);
        using var r = command.ExecuteReader();
        return r.Read() ? new(r.GetInt32(0), r.GetString(1), r.GetBoolean(2)) : null;
    }

    public int? FindSeries(SeriesKey series) => (int?)Scalar(
        "SELECT CAST(Id AS bigint) FROM Series WHERE Indicator = @0 AND Area = @1 AND Agency = @2", series.Indicator, series.Area, series.Agency);

    public void InsertSeries(int id, SeriesKey series) =>
        Execute("INSERT INTO Series (Id, Indicator, Area, Agency) VALUES (@0, @1, @2, @3)", id, series.Indicator, series.Area, series.Agency);

    public int? FindSource(string hash) => (int?)Scalar("SELECT CAST(Id AS bigint) FROM Sources WHERE Hash = @0", hash);

    public void InsertSource(int id, string hash, Provenance s) => Execute(
        "INSERT INTO Sources (Id, Hash, Title, Publisher, Url, Document, Published, Page, Quote) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)",
        id, hash, s.Title, s.Publisher, s.Url, s.Document, s.Published, s.Page, s.Quote);

    public void Prepare(int feedId, IReadOnlyList<(int SeriesId, CheckedReading Reading, string SenderId)> readings)
    {
        // What the previous block added must be in the tables before they are asked again.
        Flush();
        _staged.Clear();
        Execute("DELETE FROM #Keys");
        _keys.Clear();
        foreach (var (seriesId, reading, senderId) in readings)
        {
            _keys.Rows.Add(seriesId, feedId, reading.Period.Start.UtcDateTime, reading.Period.End.UtcDateTime,
                senderId.Length is 0 or > Lengths.SenderId ? DBNull.Value : senderId);
        }

        Copy(_keys);
        const string Latest = $"SELECT {ContentColumns} FROM (SELECT DISTINCT SeriesId, FeedId, PeriodStart, PeriodEnd FROM #Keys) k "
            + "CROSS APPLY (SELECT TOP (1) * FROM Observations x WHERE x.SeriesId = k.SeriesId AND x.FeedId = k.FeedId AND x.PeriodEnd = k.PeriodEnd "
            + "AND x.PeriodStart = k.PeriodStart ORDER BY x.Revision DESC) o";
        using (var command = Command(Latest))
        using (var r = command.ExecuteReader())
        {
            while (r.Read()) _staged.AddLatest(r.GetInt32(11), Content(r));
        }

        using (var command = Command($"SELECT {ContentColumns}, o.SenderId FROM Observations o WHERE o.SenderId IS NOT NULL "
            + "AND EXISTS (SELECT 1 FROM #Keys k WHERE k.FeedId = o.FeedId AND k.SenderId = o.SenderId)"))
        using (var r = command.ExecuteReader())
        {
            while (r.Read()) _staged.AddId(r.GetInt32(11), r.GetString(12), Content(r));
        }

        using (var command = Command($"SELECT {ContentColumns}, i.SenderId, i.Weight, i.Restated FROM RepeatedIds i JOIN Observations o ON o.Id = i.ObservationId "
            + "WHERE EXISTS (SELECT 1 FROM #Keys k WHERE k.FeedId = i.FeedId AND k.SenderId = i.SenderId)"))
        using (var r = command.ExecuteReader())
        {
            while (r.Read())
                _staged.AddId(r.GetInt32(11), r.GetString(12), Content(r) with { Weight = r.IsDBNull(13) ? null : r.GetDecimal(13), Restated = r.GetBoolean(14) });
        }
    }

    public StoredContent? FindBySenderId(int feedId, string senderId) => _staged.FindId(feedId, senderId);

    public StoredContent? FindLatest(int feedId, int seriesId, long periodStart, long periodEnd) => _staged.FindLatest(feedId, seriesId, periodStart, periodEnd);

    // Only asked for an equal value from another source: rare enough for a round trip.
    public bool IsCited(long observationId, int sourceId) => _staged.IsCited(observationId, sourceId)
        || Scalar("SELECT CAST(1 AS bigint) FROM Citations WHERE ObservationId = @0 AND SourceId = @1", observationId, sourceId) is not null;

    public void Insert(in NewObservation o)
    {
        _observations.Rows.Add(o.Id, o.SeriesId, o.FeedId, o.Commit, Time(o.PeriodStart), Time(o.PeriodEnd), o.Revision, o.Value, OrNull(o.Weight), o.Restated,
            OrNull(o.Method), (int)o.Qualifier, OrNull(o.SenderId), OrNull(o.SourceId), Time(o.ReceivedAt), OrNull(o.Row));
        var content = new StoredContent(o.Id, o.SeriesId, o.PeriodStart, o.PeriodEnd, o.Revision, o.Value, o.Weight, o.Restated, o.Method, o.Qualifier, o.SourceId);
        _staged.AddLatest(o.FeedId, content);
        if (o.SenderId.Length > 0) _staged.AddId(o.FeedId, o.SenderId, content);
    }

    public void InsertRepeatedId(int feedId, string senderId, in StoredContent content, long commit)
    {
        _repeatedIds.Rows.Add(feedId, senderId, content.ObservationId, OrNull(content.Weight), content.Restated, commit);
        _staged.AddId(feedId, senderId, content);
    }

    public void InsertCitation(long observationId, int sourceId, long commit)
    {
        _citations.Rows.Add(observationId, sourceId, commit);
        _staged.AddCitation(observationId, sourceId);
    }

    public void InsertRejection(int feedId, long commit, long receivedAt, string hash, Rejection rejection)
    {
        if (_waitingRejections.TryGetValue((feedId, hash), out var row))
        {
            row["Count"] = (long)row["Count"] + 1;
            if ((DateTime)row["LastSeenAt"] < Time(receivedAt)) row["LastSeenAt"] = Time(receivedAt);
            return;
        }

        _waitingRejections[(feedId, hash)] = _rejections.Rows.Add(feedId, commit, Time(receivedAt), rejection.Index,
            Lengths.Bound(rejection.Field, Lengths.Code), Lengths.Bound(rejection.Code, Lengths.Code), Lengths.Bound(rejection.Reason, Lengths.Raw),
            Lengths.Bound(rejection.Raw, Lengths.Raw), hash, 1L, Time(receivedAt));
    }

    public long CountRejections(int feedId)
    {
        Flush();
        return Scalar("SELECT COUNT_BIG(*) FROM Rejections WHERE FeedId = @0 AND SettledAt IS NULL", feedId) ?? 0;
    }

    public int TrimRejections(int feedId, int keep)
    {
        Flush();
        return Execute(
            "DELETE FROM Rejections WHERE FeedId = @0 AND SettledAt IS NULL AND Id <= "
            + "(SELECT Id FROM Rejections WHERE FeedId = @0 AND SettledAt IS NULL ORDER BY Id DESC OFFSET @1 ROWS FETCH NEXT 1 ROWS ONLY)", feedId, keep);
    }

    public void InsertBatch(in NewBatch b) => Execute(
        "INSERT INTO Batches ([Commit], FeedId, ReceivedAt, VisibleAt, LastObservationId, Stored, Duplicates, Rejected, Channel, [Name]) "
        + "VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)",
        b.Commit, b.FeedId, Time(b.ReceivedAt), b.VisibleAt is { } at ? Time(at) : DBNull.Value, b.LastObservationId, b.Stored, b.Duplicates, b.Rejected, b.Channel, b.Name);

    public bool FinishBatch(long commit, long visibleAt, long lastObservationId, int stored, int duplicates, int rejected) => Execute(
        "UPDATE Batches SET VisibleAt = @1, LastObservationId = @2, Stored = @3, Duplicates = @4, Rejected = @5 WHERE [Commit] = @0",
        commit, Time(visibleAt), lastObservationId, stored, duplicates, rejected) == 1;

    public StoreUnavailableException? Explain(Exception exception) => SqlServerSettings.Explain(exception);

    public void Dispose()
    {
        Rollback();
        foreach (var table in (DataTable[])[_observations, _repeatedIds, _citations, _rejections, _keys]) table.Dispose();
    }

    private static DataTable Table(string name, params (string Name, Type Type)[] columns)
    {
        var table = new DataTable(name) { Locale = System.Globalization.CultureInfo.InvariantCulture };
        foreach (var (column, type) in columns) table.Columns.Add(column, type);
        return table;
    }

    private static DateTime Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;

    private static long Milliseconds(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static object OrNull<T>(T? value) where T : struct => value is { } v ? v : DBNull.Value;

    private static object OrNull(string text) => text.Length == 0 ? DBNull.Value : text;

    private static StoredContent Content(SqlDataReader r) => new(
        r.GetInt64(0), r.GetInt32(1), Milliseconds(r.GetDateTime(2)), Milliseconds(r.GetDateTime(3)), r.GetInt32(4), r.GetDecimal(5),
        r.IsDBNull(6) ? null : r.GetDecimal(6), r.GetBoolean(7), r.IsDBNull(8) ? "" : r.GetString(8), (ValueQualifier)r.GetInt32(9), r.IsDBNull(10) ? null : r.GetInt32(10));

    // Observations first: ids and citations point at them.
    private void Flush()
    {
        foreach (var table in (DataTable[])[_observations, _repeatedIds, _citations, _rejections])
        {
            if (table.Rows.Count == 0) continue;
            Copy(table);
            table.Clear();
            if (table == _rejections) MoveRejections();
        }
    }

    // Known ones are counted, the others kept; the unique index stands behind it.
    private void MoveRejections()
    {
        _waitingRejections.Clear();
        Execute("UPDATE r SET [Count] = r.[Count] + n.[Count], LastSeenAt = CASE WHEN n.LastSeenAt > r.LastSeenAt THEN n.LastSeenAt ELSE r.LastSeenAt END "
            + "FROM Rejections r JOIN #Rejections n ON n.FeedId = r.FeedId AND n.Hash = r.Hash");
        Execute("INSERT INTO Rejections (FeedId, [Commit], ReceivedAt, Position, Field, Code, Reason, Raw, Hash, [Count], LastSeenAt) "
            + "SELECT n.FeedId, n.[Commit], n.ReceivedAt, n.Position, n.Field, n.Code, n.Reason, n.Raw, n.Hash, n.[Count], n.LastSeenAt FROM #Rejections n "
            + "WHERE NOT EXISTS (SELECT 1 FROM Rejections r WHERE r.FeedId = n.FeedId AND r.Hash = n.Hash) ORDER BY n.[Commit], n.Position");
        Execute("DELETE FROM #Rejections");
    }

    private void Copy(DataTable table)
    {
        using var copy = new SqlBulkCopy(_connection!, SqlBulkCopyOptions.CheckConstraints, _transaction)
        {
            DestinationTableName = table.TableName,
            BulkCopyTimeout = timeoutSeconds,
        };
        foreach (DataColumn column in table.Columns) copy.ColumnMappings.Add(column.ColumnName, column.ColumnName);
        copy.WriteToServer(table);
    }

    private SqlCommand Command(string sql, params object[] values)
    {
        var command = _connection!.CreateCommand();
        command.Transaction = _transaction;
        command.CommandTimeout = timeoutSeconds;
#pragma warning disable CA2100 // Every text is a constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            parameter.Value = values[i];

            // The type that the driver would guess rounds to 1/300 s.
            if (values[i] is DateTime) parameter.SqlDbType = SqlDbType.DateTime2;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private int Execute(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private long? Scalar(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar() is long value ? value : null;
    }
}
