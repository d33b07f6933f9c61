using System.Collections.Concurrent;
using KhcnIoc.Core.Feeds;

namespace KhcnIoc.Web.Access;

/// <summary>Remembers for a moment whom a key belongs to, so that a busy sender does not cost a database read a post. A revoked key works at most <see cref="Keep"/> longer.</summary>
internal sealed class KeyCache(IFeedStore feeds, TimeProvider time)
{
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);
    private const int MaxEntries = 1_000;
    private readonly ConcurrentDictionary<string, (KeyOwner Owner, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>Who a key belongs to; <see langword="null"/> = unknown or revoked. Unknown keys are not remembered.</summary>
    public async ValueTask<KeyOwner?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(key, out var entry) && entry.Until > now) return entry.Owner;
        var owner = await feeds.FindKeyAsync(key, cancellationToken);
        if (owner is null)
        {
            _known.TryRemove(key, out _);
            return null;
        }

        if (_known.Count >= MaxEntries) _known.Clear();
        _known[key] = (owner, now + Keep);
        return owner;
    }
}
