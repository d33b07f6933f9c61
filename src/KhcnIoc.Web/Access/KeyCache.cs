using System.Collections.Concurrent;
using System.Net;
using KhcnIoc.Core.Feeds;

namespace KhcnIoc.Web.Access;

/// <summary>What became of the question whom a key belongs to.</summary>
internal enum KeyTrouble
{
    None,

    /// <summary>Nobody's, or revoked.</summary>
    Unknown,

    /// <summary>The address has shown too many wrong keys within this second.</summary>
    TooMany,

    /// <summary>The store could not be asked.</summary>
    StoreAway,
}

/// <param name="Owner">Set exactly where there is no trouble.</param>
internal readonly record struct KeyAnswer(KeyOwner? Owner, KeyTrouble Trouble);

/// <summary>Remembers for a moment whom a key belongs to, so that a busy sender does not cost a database read a post. A revoked key works at most <see cref="Keep"/> longer.</summary>
internal sealed partial class KeyCache(IFeedStore feeds, TimeProvider time, ILogger<KeyCache> logger)
{
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);
    private const int MaxEntries = 1_000;
    private readonly ConcurrentDictionary<string, (KeyOwner Owner, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);
    private readonly FailureLimit _failures = new(time);

    /// <summary>Who a key belongs to. Unknown keys are not remembered, only counted against the address they came from.</summary>
    /// <param name="from">The other end of the connection; <see langword="null"/> inside a test process.</param>
    public async ValueTask<KeyAnswer> FindAsync(string key, IPAddress? from, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = _known.TryGetValue(key, out var entry);
        if (seen && entry.Until > now) return new(entry.Owner, KeyTrouble.None);

        // A key that was good a moment ago is asked for even so: whoever guesses behind the same proxy must not lock its holder out.
        if (!seen && _failures.IsReached(from)) return new(null, KeyTrouble.TooMany);
        KeyOwner? owner;
        try
        {
            owner = await feeds.FindKeyAsync(key, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.LookUpFailed(logger, exception);
            return new(null, KeyTrouble.StoreAway);
        }

        if (owner is null)
        {
            _known.TryRemove(key, out _);
            _failures.Failed(from);
            return new(null, KeyTrouble.Unknown);
        }

        if (_known.Count >= MaxEntries) _known.Clear();
        _known[key] = (owner, now + Keep);
        return new(owner, KeyTrouble.None);
    }

    private static partial class Log
    {
        [LoggerMessage(2002, LogLevel.Error, "A key could not be looked up")]
        public static partial void LookUpFailed(ILogger logger, Exception exception);
    }
}
