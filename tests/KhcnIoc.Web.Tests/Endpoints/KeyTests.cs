using System.Net;
using System.Net.Http.Headers;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Web.Tests.Hosting;

namespace KhcnIoc.Web.Tests.Endpoints;

public sealed class KeyTests
{
    private const string Row = """{"indicator":"coverage-5g","area":"82","period":"2026-06","value":13.8}""";

    [Fact]
    public async Task AnyRequestWithAKey_StoreIsAway_Is503WithRetryAfterAndNoDetail()
    {
        var feeds = new SwitchedFeeds();
        await using var server = new IocServer { Replace = feeds.Replace }.With("Ioc:Access", "sign-in");
        using var client = await server.StartAsAsync("away");
        feeds.IsAway = true;

        foreach (var response in new[] { await client.PostRowAsync(Row), await client.GetAsync("/api/v1/board"), await client.GetAsync("/wall/main") })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
            Assert.DoesNotContain("secret-db", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        feeds.IsAway = false;
        Assert.Equal("1 0", await client.PostRowAsync(Row).OutcomeAsync());
    }

    [Fact]
    public async Task UnknownKeys_ManyFromOneAddress_Are429WhileAKnownKeyGoesOn()
    {
        await using var server = new IocServer().With("Ioc:Access", "sign-in");
        using var known = await server.StartAsAsync("known");
        using var guesser = server.CreateClient();
        await known.PostRowAsync(Row);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 100; i++)
        {
            guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"guess-{i}");
            using var response = i % 2 == 0 ? await guesser.PostRowAsync(Row) : await guesser.GetAsync("/api/v1/board");
            statuses.Add(response.StatusCode);
            Assert.Equal(response.StatusCode == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter is not null);
        }

        Assert.Equal("0 1", await known.PostRowAsync(Row).OutcomeAsync());
        Assert.All(statuses[..20], s => Assert.Equal(HttpStatusCode.Unauthorized, s));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.All(statuses, s => Assert.True(s is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests));
    }
}
