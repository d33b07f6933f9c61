using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Feeds;

/// <summary>The append-only store of observations, seen from the pipeline (its single writer).</summary>
public interface IObservationStore
{
    /// <summary>Stores batches in one durable transaction (chunks and one short commit for a batch above the chunk size). Returns one outcome a batch, in order.</summary>
    /// <remarks>Throws when the database cannot be written; then nothing of the call is visible and nobody was acknowledged.</remarks>
    Task<IReadOnlyList<BatchOutcome>> AppendAsync(IReadOnlyList<CheckedBatch> batches, CancellationToken cancellationToken);

    /// <summary>What a board needs: per series and feed the newest observations by effective end (latest revision of each period only), and for flows all periods since a day.</summary>
    Task<BoardHistory> LoadBoardHistoryAsync(BoardHistoryQuery query, CancellationToken cancellationToken);

    /// <summary>The history of one series, thinned to what a chart can show.</summary>
    Task<SeriesPoints> LoadSeriesAsync(SeriesQuery query, CancellationToken cancellationToken);

    /// <summary>The batch that a commit made visible; <see langword="null"/> = none of that number.</summary>
    Task<StoredBatch?> FindBatchAsync(long commit, CancellationToken cancellationToken);

    /// <summary>Documents in the order of their ids, a page at a time.</summary>
    Task<IReadOnlyList<StoredSource>> SourcesAsync(int after, int take, CancellationToken cancellationToken);

    /// <summary>One document; <see langword="null"/> = none of that id.</summary>
    Task<StoredSource?> FindSourceAsync(int id, CancellationToken cancellationToken);

    /// <summary>What each feed brought since an instant, by its code.</summary>
    Task<IReadOnlyList<FeedTally>> FeedTalliesAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The instant of the first commit; <see langword="null"/> = the store is empty.</summary>
    Task<DateTimeOffset?> FirstCommitAtAsync(CancellationToken cancellationToken);

    /// <summary>Observations in the order of their ids, a page at a time. Every revision is returned; as-of hides what a later commit made visible.</summary>
    Task<ObservationPage> QueryAsync(ObservationQuery query, CancellationToken cancellationToken);

    /// <summary>The newest commit at an instant; 0 = none yet.</summary>
    Task<long> CommitAtAsync(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The newest commit.</summary>
    Task<long> NewestCommitAsync(CancellationToken cancellationToken);

    /// <summary>One observation with its revisions (same key) and further citations; <see langword="null"/> = none with that id.</summary>
    Task<ObservationDetail?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Keeps the first real figure of a series as its baseline; a second call for the same series changes nothing.</summary>
    Task KeepBaselineAsync(SeriesKey series, Baseline baseline, long observationId, CancellationToken cancellationToken);

    /// <summary>Removes simulated observations received before <paramref name="before"/>, but the last of each series, feed and day. Returns how many went.</summary>
    Task<int> ThinSimulatedAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Number of stored observations (may be estimated from the database's statistics).</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Rejections not yet settled, newest first.</summary>
    Task<IReadOnlyList<StoredRejection>> RejectionsAsync(string? feed, int take, CancellationToken cancellationToken);
}

/// <summary>What the live board starts from.</summary>
public sealed record BoardHistory
{
    public required long Commit { get; init; }
    public required IReadOnlyList<Observation> Observations { get; init; }
    public required IReadOnlyDictionary<SeriesKey, Baseline> Baselines { get; init; }
}

/// <summary>Which history a board is made of.</summary>
public sealed record BoardHistoryQuery
{
    /// <summary>How many periods per series and feed of areas other than communes.</summary>
    public int NewestPerSeries { get; init; } = 40;

    /// <summary>How many of communes and of agencies.</summary>
    public int NewestPerPart { get; init; } = 40;

    /// <summary>Flow observations whose period ends after this instant are all returned.</summary>
    public required DateTimeOffset FlowsSince { get; init; }

    /// <summary>Codes of the indicators of kind flow.</summary>
    public required IReadOnlySet<string> FlowIndicators { get; init; }

    /// <summary>Codes of the province's communes: their series are parts.</summary>
    public IReadOnlySet<string> Communes { get; init; } = new HashSet<string>();

    /// <summary>Only what this commit or an earlier one made visible; baselines, too.</summary>
    public long? AsOfCommit { get; init; }

    /// <summary>Only periods that end at this instant or before.</summary>
    public DateTimeOffset? PeriodsUpTo { get; init; }

    /// <summary>Codes of the indicators that are wanted; <see langword="null"/> = all. A store may give more.</summary>
    public IReadOnlySet<string>? Indicators { get; init; }
}

/// <summary>Which history of a series.</summary>
public sealed record SeriesQuery(SeriesKey Series)
{
    public long? AsOfCommit { get; init; }

    /// <summary>Only periods that end at this instant or before.</summary>
    public DateTimeOffset? PeriodsUpTo { get; init; }

    /// <summary>Beyond about this many a feed's history is thinned to the last period of each of as many equal spans (10 to 2,000).</summary>
    public int MaxPoints { get; init; } = 400;
}

/// <summary>The history of a series: of each feed and period the latest revision, by period end.</summary>
/// <param name="Observations">Oldest first.</param>
/// <param name="Thinned">Periods were left out.</param>
public sealed record SeriesPoints(IReadOnlyList<Observation> Observations, bool Thinned);

/// <summary>A batch as it was taken in.</summary>
/// <param name="Commit">Its number.</param>
/// <param name="Feed">Code of the feed.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="VisibleAt">When its figures could be seen, UTC.</param>
/// <param name="Channel">How it came: <c>http-json</c>, <c>http-ndjson</c>, <c>http-csv</c>, <c>pack</c>; empty = not recorded then.</param>
/// <param name="Name">Name of its file; empty where there is none.</param>
public sealed record StoredBatch(long Commit, string Feed, DateTimeOffset ReceivedAt, DateTimeOffset VisibleAt, string Channel, string Name, int Stored, int Duplicates, int Rejected);

/// <summary>A document that figures stand on, with its number in the store.</summary>
public sealed record StoredSource(int Id, Provenance Source);

/// <summary>What a feed brought in a span of time.</summary>
/// <param name="Feed">Code of the feed; one that brought nothing is not listed.</param>
/// <param name="Stored">New observations and revisions.</param>
/// <param name="Duplicates">Rows known already that came in one batch with something new; others leave no trace.</param>
/// <param name="Rejected">Different rows that were rejected, however often each was sent.</param>
/// <param name="LastReceivedAt">Last reception of something that was stored or rejected, UTC.</param>
public sealed record FeedTally(string Feed, long Stored, long Duplicates, long Rejected, DateTimeOffset LastReceivedAt);

/// <summary>A filter over observations. Empty parts do not filter.</summary>
public sealed record ObservationQuery
{
    public string? Indicator { get; init; }
    public string? Area { get; init; }

    /// <summary>Empty text = whole areas only; <see langword="null"/> = any.</summary>
    public string? Agency { get; init; }

    /// <summary>Periods that end after this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Periods that start before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only what this commit or an earlier one made visible.</summary>
    public long? AsOfCommit { get; init; }

    /// <summary>Only ids above this one (the cursor).</summary>
    public long After { get; init; }

    /// <summary>Newest ids first, and <see cref="Before"/> is the cursor.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Only ids below this one; only with <see cref="NewestFirst"/>.</summary>
    public long? Before { get; init; }

    /// <summary>Only what stands on this document (as its first source).</summary>
    public int? Source { get; init; }

    /// <summary>1 to 1,000.</summary>
    public int Take { get; init; } = 200;
}

public sealed record ObservationPage(IReadOnlyList<Observation> Items, long? Next);

public sealed record ObservationDetail(Observation Observation, IReadOnlyList<Observation> Revisions, IReadOnlyList<Provenance> Citations);

/// <summary>A rejection with when and from whom. The same row rejected again for the same reason is counted, not kept twice.</summary>
/// <param name="Id">Rises with first reception.</param>
/// <param name="Feed">Code of the feed.</param>
/// <param name="ReceivedAt">First reception, UTC.</param>
/// <param name="Rejection">As it was first received.</param>
/// <param name="Count">How often it was sent, from 1.</param>
/// <param name="LastSeenAt">Last reception, UTC.</param>
public sealed record StoredRejection(long Id, string Feed, DateTimeOffset ReceivedAt, Rejection Rejection, long Count, DateTimeOffset LastSeenAt);

/// <summary>Feeds and the keys they send with.</summary>
public interface IFeedStore
{
    /// <summary>Returns the feed, made if needed. Throws <see cref="FeedConflictException"/> where it exists with the other value of <paramref name="simulated"/>.</summary>
    Task<Feed> RegisterAsync(string code, string name, bool simulated, CancellationToken cancellationToken);

    Task<IReadOnlyList<Feed>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes a key and returns its text, which is stored only as a hash and cannot be shown again.</summary>
    Task<string> IssueKeyAsync(string feedCode, KeyPurpose purpose, CancellationToken cancellationToken);

    /// <summary>Who a key belongs to; <see langword="null"/> = unknown or revoked.</summary>
    Task<KeyOwner?> FindKeyAsync(string key, CancellationToken cancellationToken);

    /// <summary>Revokes all keys of a feed. Returns how many.</summary>
    Task<int> RevokeKeysAsync(string feedCode, CancellationToken cancellationToken);
}

/// <summary>What a key opens.</summary>
public enum KeyPurpose { Send, View }

public sealed record KeyOwner(Feed Feed, KeyPurpose Purpose);

/// <summary>A feed is simulated or real from its first day on.</summary>
public sealed class FeedConflictException(string message) : Exception(message);
