using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;
using Microsoft.Data.Sqlite;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>The append path on SQLite: one connection, kept open, with statements compiled once (decision 0002).</summary>
internal sealed class SqliteAppendDatabase(string connectionString) : IAppendDatabase
{
    private const string ContentColumns = "o.Id, o.SeriesId, o.PeriodStart, o.PeriodEnd, o.Revision, o.Value, o.Weight, o.Restated, o.Method, o.Qualifier, o.SourceId";

    private Statements? _statements;

    // Not pooled: another user of the pool would meet the writer's settings and statements.
    private readonly string _connectionString = new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString();

    private Statements Sql => _statements ??= new(_connectionString);

    /// <summary>For tests that need to limit the file.</summary>
    internal SqliteConnection Connection => Sql.Connection;

    public void Begin() => Sql.Begin.Execute();

    public void Commit() => Sql.Commit.Execute();

    public void Rollback()
    {
        try
        {
            // SQLite has already rolled back by itself after a full disk; then there is nothing to undo.
            if (_statements is { } open && SQLitePCL.raw.sqlite3_get_autocommit(open.Connection.Handle) == 0) open.Rollback.Execute();
        }
        catch (SqliteException)
        {
            // The connection is beyond use: closing it rolls back, the next call opens another.
            _statements?.Dispose();
            _statements = null;
        }
    }

    public Position Recover()
    {
        Begin();
        try
        {
            var position = Position.Zero;
            using (var newest = Sql.NewestVisible.Read())
            {
                if (newest.Read()) position = new(newest.GetInt64(0), newest.GetInt64(1), newest.GetInt64(2));
            }

            if (Sql.AnyPending.Scalar() == 1) Sql.RemovePending(position);
            Commit();
            return position;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public (int Series, int Source) GreatestIds() => ((int)(Sql.GreatestSeries.Scalar() ?? 0), (int)(Sql.GreatestSource.Scalar() ?? 0));

    public FeedIdentity? FindFeed(string code)
    {
        using var reader = Sql.FindFeed.Set(0, code).Read();
        return reader.Read() ? new(reader.GetInt32(0), reader.GetString(1), reader.GetBoolean(2)) : null;
    }

    public int? FindSeries(SeriesKey series) => (int?)Sql.FindSeries.Set(0, series.Indicator).Set(1, series.Area).Set(2, series.Agency).Scalar();

    public void InsertSeries(int id, SeriesKey series) => Sql.InsertSeries.Set(0, id).Set(1, series.Indicator).Set(2, series.Area).Set(3, series.Agency).Execute();

    public int? FindSource(string hash) => (int?)Sql.FindSource.Set(0, hash).Scalar();

    public void InsertSource(int id, string hash, Provenance source) => Sql.InsertSource.Set(0, id).Set(1, hash).Set(2, source.Title).Set(3, source.Publisher)
        .Set(4, source.Url).Set(5, source.Document).Set(6, source.Published).Set(7, source.Page).Set(8, source.Quote).Execute();

    // Each look-up is a few microseconds away; nothing to prepare.
    public void Prepare(int feedId, IReadOnlyList<(int SeriesId, CheckedReading Reading, string SenderId)> readings)
    {
    }

    public StoredContent? FindBySenderId(int feedId, string senderId)
    {
        using (var own = Sql.FindOwnId.Set(0, feedId).Set(1, senderId).Read())
        {
            if (own.Read()) return Content(own);
        }

        using var repeated = Sql.FindRepeatedId.Set(0, feedId).Set(1, senderId).Read();
        if (!repeated.Read()) return null;
        return Content(repeated) with { Weight = repeated.IsDBNull(11) ? null : (decimal)repeated.GetDouble(11), Restated = repeated.GetInt64(12) != 0 };
    }

    public StoredContent? FindLatest(int feedId, int seriesId, long periodStart, long periodEnd)
    {
        using var reader = Sql.FindLatest.Set(0, seriesId).Set(1, feedId).Set(2, periodEnd).Set(3, periodStart).Read();
        return reader.Read() ? Content(reader) : null;
    }

    public bool IsCited(long observationId, int sourceId) => Sql.IsCited.Set(0, observationId).Set(1, sourceId).Scalar() is not null;

    public void Insert(in NewObservation o) => Sql.InsertObservation.Set(0, o.Id).Set(1, o.SeriesId).Set(2, o.FeedId).Set(3, o.Commit).Set(4, o.PeriodStart)
        .Set(5, o.PeriodEnd).Set(6, o.Revision).Set(7, o.Value).Set(8, o.Weight).Set(9, o.Restated ? 1 : 0).SetOrNull(10, o.Method).Set(11, (long)o.Qualifier)
        .SetOrNull(12, o.SenderId).Set(13, (long?)o.SourceId).Set(14, o.ReceivedAt).Set(15, (long?)o.Row).Execute();

    public void InsertRepeatedId(int feedId, string senderId, in StoredContent content, long commit) => Sql.InsertRepeatedId.Set(0, feedId).Set(1, senderId)
        .Set(2, content.ObservationId).Set(3, content.Weight).Set(4, content.Restated ? 1 : 0).Set(5, commit).Execute();

    public void InsertCitation(long observationId, int sourceId, long commit) =>
        Sql.InsertCitation.Set(0, observationId).Set(1, sourceId).Set(2, commit).Execute();

    public void InsertRejection(int feedId, long commit, long receivedAt, string hash, Rejection rejection) => Sql.InsertRejection.Set(0, feedId).Set(1, commit).Set(2, receivedAt)
        .Set(3, rejection.Index).Set(4, Lengths.Bound(rejection.Field, Lengths.Code)).Set(5, Lengths.Bound(rejection.Code, Lengths.Code)).Set(6, Lengths.Bound(rejection.Reason, Lengths.Raw))
        .Set(7, Lengths.Bound(rejection.Raw, Lengths.Raw)).Set(8, hash).Execute();

    public long CountRejections(int feedId) => Sql.CountRejections.Set(0, feedId).Scalar() ?? 0;

    public int TrimRejections(int feedId, int keep) => Sql.TrimRejections.Set(0, feedId).Set(1, keep).Execute();

    public void InsertBatch(in NewBatch b) => Sql.InsertBatch.Set(0, b.Commit).Set(1, b.FeedId).Set(2, b.ReceivedAt).Set(3, b.VisibleAt).Set(4, b.LastObservationId)
        .Set(5, b.Stored).Set(6, b.Duplicates).Set(7, b.Rejected).Set(8, b.Channel).Set(9, b.Name).Execute();

    public bool FinishBatch(long commit, long visibleAt, long lastObservationId, int stored, int duplicates, int rejected) =>
        Sql.FinishBatch.Set(0, commit).Set(1, visibleAt).Set(2, lastObservationId).Set(3, stored).Set(4, duplicates).Set(5, rejected).Execute() == 1;

    public StoreUnavailableException? Explain(Exception exception) => SqliteSettings.Explain(exception);

    public void Dispose() => _statements?.Dispose();

    private static StoredContent Content(SqliteDataReader r) => new(
        r.GetInt64(0), r.GetInt32(1), r.GetInt64(2), r.GetInt64(3), r.GetInt32(4), (decimal)r.GetDouble(5), r.IsDBNull(6) ? null : (decimal)r.GetDouble(6),
        r.GetInt64(7) != 0, r.IsDBNull(8) ? "" : r.GetString(8), (ValueQualifier)r.GetInt32(9), r.IsDBNull(10) ? null : r.GetInt32(10));

    /// <summary>The open connection and its compiled statements; both go together.</summary>
    private sealed class Statements : IDisposable
    {
        private readonly List<PreparedCommand> _all = [];

        public Statements(string connectionString)
        {
            Connection = new SqliteConnection(connectionString);
            try
            {
                Connection.Open();
                SqliteSettings.Apply(Connection, writer: true);
            }
            catch
            {
                Connection.Dispose();
                throw;
            }

            Begin = Make("BEGIN IMMEDIATE", 0);
            Commit = Make("COMMIT", 0);
            Rollback = Make("ROLLBACK", 0);
            NewestVisible = Make("SELECT \"Commit\", LastObservationId, VisibleAt FROM Batches WHERE VisibleAt IS NOT NULL ORDER BY \"Commit\" DESC LIMIT 1", 0);
            AnyPending = Make("SELECT EXISTS (SELECT 1 FROM Batches WHERE VisibleAt IS NULL)", 0);
            GreatestSeries = Make("SELECT max(Id) FROM Series", 0);
            GreatestSource = Make("SELECT max(Id) FROM Sources", 0);
            FindFeed = Make("SELECT Id, Code, Simulated FROM Feeds WHERE Code = @0", 1);
            FindSeries = Make("SELECT Id FROM Series WHERE Indicator = @0 AND Area = @1 AND Agency = @2", 3);
            InsertSeries = Make("INSERT INTO Series (Id, Indicator, Area, Agency) VALUES (@0, @1, @2, @3)", 4);
            FindSource = Make("SELECT Id FROM Sources WHERE Hash = @0", 1);
            InsertSource = Make("INSERT INTO Sources (Id, Hash, Title, Publisher, Url, Document, Published, Page, Quote) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)", 9);
            FindOwnId = Make($"SELECT {ContentColumns} FROM Observations o WHERE o.FeedId = @0 AND o.SenderId = @1 AND o.SenderId IS NOT NULL", 2);
            FindRepeatedId = Make($"SELECT {ContentColumns}, r.Weight, r.Restated FROM RepeatedIds r JOIN Observations o ON o.Id = r.ObservationId WHERE r.FeedId = @0 AND r.SenderId = @1", 2);
            FindLatest = Make($"SELECT {ContentColumns} FROM Observations o WHERE o.SeriesId = @0 AND o.FeedId = @1 AND o.PeriodEnd = @2 AND o.PeriodStart = @3 ORDER BY o.Revision DESC LIMIT 1", 4);
            IsCited = Make("SELECT 1 FROM Citations WHERE ObservationId = @0 AND SourceId = @1", 2);
            InsertObservation = Make(
                "INSERT INTO Observations (Id, SeriesId, FeedId, \"Commit\", PeriodStart, PeriodEnd, Revision, Value, Weight, Restated, Method, Qualifier, SenderId, SourceId, ReceivedAt, \"Row\") "
                + "VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15)", 16);
            InsertRepeatedId = Make("INSERT INTO RepeatedIds (FeedId, SenderId, ObservationId, Weight, Restated, \"Commit\") VALUES (@0, @1, @2, @3, @4, @5)", 6);
            InsertCitation = Make("INSERT INTO Citations (ObservationId, SourceId, \"Commit\") VALUES (@0, @1, @2)", 3);
            InsertRejection = Make(
                "INSERT INTO Rejections (FeedId, \"Commit\", ReceivedAt, Position, Field, Code, Reason, Raw, Hash, Count, LastSeenAt) VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, 1, @2) "
                + "ON CONFLICT (FeedId, Hash) DO UPDATE SET Count = Count + 1, LastSeenAt = max(LastSeenAt, excluded.LastSeenAt)", 9);
            CountRejections = Make("SELECT count(*) FROM Rejections WHERE FeedId = @0 AND SettledAt IS NULL", 1);
            TrimRejections = Make(
                "DELETE FROM Rejections WHERE Id IN (SELECT Id FROM Rejections WHERE FeedId = @0 AND SettledAt IS NULL ORDER BY Id DESC LIMIT -1 OFFSET @1)", 2);
            InsertBatch = Make(
                "INSERT INTO Batches (\"Commit\", FeedId, ReceivedAt, VisibleAt, LastObservationId, Stored, Duplicates, Rejected, Channel, Name) "
                + "VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)", 10);
            FinishBatch = Make("UPDATE Batches SET VisibleAt = @1, LastObservationId = @2, Stored = @3, Duplicates = @4, Rejected = @5 WHERE \"Commit\" = @0", 6);
        }

        public SqliteConnection Connection { get; }
        public PreparedCommand Begin { get; }
        public PreparedCommand Commit { get; }
        public PreparedCommand Rollback { get; }
        public PreparedCommand NewestVisible { get; }
        public PreparedCommand AnyPending { get; }
        public PreparedCommand GreatestSeries { get; }
        public PreparedCommand GreatestSource { get; }
        public PreparedCommand FindFeed { get; }
        public PreparedCommand FindSeries { get; }
        public PreparedCommand InsertSeries { get; }
        public PreparedCommand FindSource { get; }
        public PreparedCommand InsertSource { get; }
        public PreparedCommand FindOwnId { get; }
        public PreparedCommand FindRepeatedId { get; }
        public PreparedCommand FindLatest { get; }
        public PreparedCommand IsCited { get; }
        public PreparedCommand InsertObservation { get; }
        public PreparedCommand InsertRepeatedId { get; }
        public PreparedCommand InsertCitation { get; }
        public PreparedCommand InsertRejection { get; }
        public PreparedCommand CountRejections { get; }
        public PreparedCommand TrimRejections { get; }
        public PreparedCommand InsertBatch { get; }
        public PreparedCommand FinishBatch { get; }

        public void RemovePending(Position visible)
        {
            foreach (var sql in (string[])
            [
                "DELETE FROM Citations WHERE \"Commit\" > @0",
                "DELETE FROM RepeatedIds WHERE \"Commit\" > @0",
                "DELETE FROM Rejections WHERE \"Commit\" > @0",
            ])
            {
                using var command = new PreparedCommand(Connection, sql, 1);
                command.Set(0, visible.Commit).Execute();
            }

            using var observations = new PreparedCommand(Connection, "DELETE FROM Observations WHERE Id > @0", 1);
            observations.Set(0, visible.LastObservationId).Execute();
            using var batches = new PreparedCommand(Connection, "DELETE FROM Batches WHERE VisibleAt IS NULL", 0);
            batches.Execute();
        }

        public void Dispose()
        {
            foreach (var command in _all) command.Dispose();
            Connection.Dispose();
        }

        private PreparedCommand Make(string sql, int parameters)
        {
            var command = new PreparedCommand(Connection, sql, parameters);
            _all.Add(command);
            return command;
        }
    }
}
