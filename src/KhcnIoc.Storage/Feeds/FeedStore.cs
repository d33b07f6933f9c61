using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KhcnIoc.Core.Feeds;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.Feeds;

/// <summary>Feeds and their keys. A key is 32 random bytes, so its plain SHA-256 is enough to keep it unreadable.</summary>
internal sealed class FeedStore(IDbContextFactory<IocDbContext> contexts, WriteGate gate, TimeProvider time) : IFeedStore
{
    private const string Prefix = "ioc_";
    private const int SecretBytes = 32;
    private const int LongestKey = 200;

    public async Task<Feed> RegisterAsync(string code, string name, bool simulated, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var row = await context.Feeds.SingleOrDefaultAsync(f => f.Code == code, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new() { Code = code, Name = name, Simulated = simulated, CreatedAt = Now() };
            context.Feeds.Add(row);
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException)
            {
                // Another process (feed-key beside the server) was quicker; anything else comes up again.
                context.ChangeTracker.Clear();
                row = await context.Feeds.SingleOrDefaultAsync(f => f.Code == code, cancellationToken).ConfigureAwait(false);
                if (row is null) throw;
            }
        }

        if (row.Simulated != simulated)
            throw new FeedConflictException($"Nguồn “{code}” đã được tạo là {(row.Simulated ? "mô phỏng" : "số liệu thật")}; không đổi được.");
        return row.ToFeed();
    }

    public async Task<IReadOnlyList<Feed>> ListAsync(CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var rows = await context.Feeds.AsNoTracking().OrderBy(f => f.Code).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => r.ToFeed())];
    }

    public async Task<string> IssueKeyAsync(string feedCode, KeyPurpose purpose, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var feed = await context.Feeds.SingleOrDefaultAsync(f => f.Code == feedCode, cancellationToken).ConfigureAwait(false)
            ?? throw new ArgumentException($"The feed '{feedCode}' is not registered.", nameof(feedCode));
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        context.AccessKeys.Add(new() { FeedId = feed.Id, Hash = HashOf(key), Purpose = purpose, CreatedAt = Now() });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return key;
    }

    public async Task<KeyOwner?> FindKeyAsync(string key, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key) || key.Length > LongestKey || !key.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var hash = HashOf(key);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var row = await context.AccessKeys.AsNoTracking().Include(k => k.Feed)
            .SingleOrDefaultAsync(k => k.Hash == hash && k.RevokedAt == null, cancellationToken).ConfigureAwait(false);
        return row?.Feed is { } feed ? new(feed.ToFeed(), row.Purpose) : null;
    }

    public async Task<int> RevokeKeysAsync(string feedCode, CancellationToken cancellationToken)
    {
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var owned = context.ConfigureAwait(false);
        var keys = await context.AccessKeys.Where(k => k.Feed!.Code == feedCode && k.RevokedAt == null).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var key in keys) key.RevokedAt = Now();
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return keys.Count;
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    // To the millisecond, as both databases keep it: what is returned now equals what is read later.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
