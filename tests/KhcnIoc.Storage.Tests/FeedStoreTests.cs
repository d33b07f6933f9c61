using KhcnIoc.Core.Feeds;
using Microsoft.EntityFrameworkCore;

namespace KhcnIoc.Storage.Tests;

public sealed class SqliteFeedStoreTests() : FeedStoreTests(DatabaseProvider.Sqlite);

public sealed class SqlServerFeedStoreTests() : FeedStoreTests(DatabaseProvider.SqlServer);

public abstract class FeedStoreTests(DatabaseProvider provider) : IAsyncLifetime
{
    private StoreUnderTest _under = null!;

    public async Task InitializeAsync() => _under = await StoreUnderTest.OpenAsync(provider);

    public async Task DisposeAsync() => await _under.DisposeAsync();

    [StoreFact]
    public async Task Register_Again_IsTheSameFeedUnlessSimulatedDiffers()
    {
        var first = await _under.Feeds.RegisterAsync("x", "Nguồn X", simulated: true, default);

        Assert.Equal(first, await _under.Feeds.RegisterAsync("x", "Nguồn X", simulated: true, default));
        await Assert.ThrowsAsync<FeedConflictException>(() => _under.Feeds.RegisterAsync("x", "Nguồn X", simulated: false, default));
        Assert.Equal(first, (await _under.Feeds.ListAsync(default)).Single(f => f.Code == "x"));
    }

    [StoreFact]
    public async Task Key_Issued_OpensItsFeedUntilRevoked()
    {
        var key = await _under.Feeds.IssueKeyAsync(StoreUnderTest.Real, KeyPurpose.Send, default);
        var other = await _under.Feeds.IssueKeyAsync(StoreUnderTest.Real, KeyPurpose.View, default);

        Assert.Matches("^ioc_[A-Za-z0-9_-]{43,}$", key);
        Assert.NotEqual(key, other);
        var owner = await _under.Feeds.FindKeyAsync(key, default);
        Assert.Equal((StoreUnderTest.Real, KeyPurpose.Send), (owner!.Feed.Code, owner.Purpose));
        Assert.Equal(KeyPurpose.View, (await _under.Feeds.FindKeyAsync(other, default))!.Purpose);
        Assert.Null(await _under.Feeds.FindKeyAsync(key + "x", default));
        Assert.Null(await _under.Feeds.FindKeyAsync("", default));
        Assert.Equal(2, await _under.Feeds.RevokeKeysAsync(StoreUnderTest.Real, default));
        Assert.Null(await _under.Feeds.FindKeyAsync(key, default));
        Assert.Equal(0, await _under.Feeds.RevokeKeysAsync(StoreUnderTest.Real, default));
    }

    [StoreFact]
    public async Task Key_InTheDatabase_IsOnlyAHash()
    {
        var key = await _under.Feeds.IssueKeyAsync(StoreUnderTest.Real, KeyPurpose.Send, default);

        await using var context = _under.Context();
        var row = await context.AccessKeys.SingleAsync();
        Assert.Matches("^[0-9A-F]{64}$", row.Hash);
        Assert.DoesNotContain(key[4..], row.Hash, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task IssueKey_UnknownFeed_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _under.Feeds.IssueKeyAsync("none", KeyPurpose.Send, default));
}
