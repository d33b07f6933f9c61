using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Observations;

/// <summary>A feed as the writer needs it.</summary>
internal sealed record FeedIdentity(int Id, string Code, bool Simulated);

/// <summary>Where the numbering stands: the newest visible batch.</summary>
internal readonly record struct Position(long Commit, long LastObservationId, long VisibleAt)
{
    public static Position Zero => new(0, 0, 0);
}

/// <summary>What is stored of an observation, as far as duplicates and revisions are decided by it.</summary>
internal readonly record struct StoredContent(
    long ObservationId, int SeriesId, long PeriodStart, long PeriodEnd, int Revision, decimal Value, decimal? Weight, bool Restated,
    string Method, ValueQualifier Qualifier, int? SourceId);

/// <summary>An observation to insert; instants in Unix milliseconds.</summary>
internal readonly record struct NewObservation(
    long Id, int SeriesId, int FeedId, long Commit, long PeriodStart, long PeriodEnd, int Revision, decimal Value, decimal? Weight, bool Restated,
    string Method, ValueQualifier Qualifier, string SenderId, int? SourceId, long ReceivedAt, int? Row);

/// <summary>A batch to insert; instants in Unix milliseconds.</summary>
/// <param name="VisibleAt"><see langword="null"/> = pending.</param>
/// <param name="Channel">At most <see cref="Lengths.Channel"/> characters.</param>
/// <param name="Name">At most <see cref="Lengths.Name"/> characters.</param>
internal readonly record struct NewBatch(
    long Commit, int FeedId, long ReceivedAt, long? VisibleAt, long LastObservationId, int Stored, int Duplicates, int Rejected, string Channel, string Name);

/// <summary>The statements that appending needs. All decisions are made by <see cref="ObservationAppender"/>, so that the databases cannot diverge.</summary>
/// <remarks>Called by one thread at a time. Every read sees what was written before in the same transaction.</remarks>
internal interface IAppendDatabase : IDisposable
{
    void Begin();
    void Commit();

    /// <summary>Never throws: it runs where something already failed.</summary>
    void Rollback();

    /// <summary>The newest visible batch; removes what a broken hand-over left pending.</summary>
    Position Recover();

    (int Series, int Source) GreatestIds();

    FeedIdentity? FindFeed(string code);
    int? FindSeries(SeriesKey series);
    void InsertSeries(int id, SeriesKey series);
    int? FindSource(string hash);
    void InsertSource(int id, string hash, Provenance source);

    /// <summary>Announces the readings to come, so that a database behind a network can look them up at once.</summary>
    void Prepare(int feedId, IReadOnlyList<(int SeriesId, CheckedReading Reading, string SenderId)> readings);

    StoredContent? FindBySenderId(int feedId, string senderId);
    StoredContent? FindLatest(int feedId, int seriesId, long periodStart, long periodEnd);
    bool IsCited(long observationId, int sourceId);

    void Insert(in NewObservation observation);
    void InsertRepeatedId(int feedId, string senderId, in StoredContent content, long commit);
    void InsertCitation(long observationId, int sourceId, long commit);

    /// <summary>Keeps a rejection, or counts it where the feed has one of this hash already (settled or not).</summary>
    void InsertRejection(int feedId, long commit, long receivedAt, string hash, Rejection rejection);

    /// <summary>Unsettled rejections of a feed.</summary>
    long CountRejections(int feedId);

    /// <summary>Removes all but the newest so many unsettled rejections of a feed. Returns how many went.</summary>
    int TrimRejections(int feedId, int keep);

    void InsertBatch(in NewBatch batch);

    /// <returns>Whether the pending batch was still there.</returns>
    bool FinishBatch(long commit, long visibleAt, long lastObservationId, int stored, int duplicates, int rejected);

    /// <summary>Turns what the driver throws into what the caller can tell an operator; <see langword="null"/> = not the database's.</summary>
    StoreUnavailableException? Explain(Exception exception);
}
