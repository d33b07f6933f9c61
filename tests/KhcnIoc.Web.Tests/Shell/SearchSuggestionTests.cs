using System.Net;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Shell;

public sealed class SearchSuggestionTests
{
    [Fact]
    public async Task Suggest_StoreIsAway_SaysSoWithoutAFault()
    {
        using var server = new IocServer { Replace = services => services.AddSingleton<IPastBoards>(new NoBoards()) };
        var client = await server.StartAsync();

        var answer = await client.GetAsync("/search/suggest?q=phu&asof=2026-11-12");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private sealed class NoBoards : IPastBoards
    {
        public Task<IBoardView> GetAsync(BoardMoment moment, IReadOnlySet<string>? indicators, CancellationToken cancellationToken) => throw new InvalidOperationException("The store is away.");
    }
}
