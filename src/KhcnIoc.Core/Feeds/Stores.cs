using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Feeds;

/// <summary>The append-only store of observations, seen from the pipeline (its single writer).</summary>
public interface IObservationStore
{
    /// <summary>Stores batches in one durable transaction (chunks and one short commit for a batch above the chunk size). Returns one outcome a batch, in order.</summary>
    /// <remarks>Throws when the database cannot be written; then nothing of the call is visible and nobody was acknowledged.</remarks>
    Task<IReadOnlyList<BatchOutcome>> AppendAsync(IReadOnlyList<CheckedBatch> batches, CancellationToken cancellationToken);

    /// <summary>What the live board needs to start: per series and feed the newest observations by effective end (latest revision of each period only), and for flows all periods of this and last year.</summary>
    /// <param name="newestPerSeries">How many periods per series and feed.</param>
    /// <param name="flowsSince">Flow observations whose period ends after this instant are all returned.</param>
    /// <param name="flowIndicators">Codes of the indicators of kind flow.</param>
    Task<BoardHistory> LoadBoardHistoryAsync(int newestPerSeries, DateTimeOffset flowsSince, IReadOnlySet<string> flowIndicators, CancellationToken cancellationToken);

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
