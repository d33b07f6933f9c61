using System.Net;
using KhcnIoc.Core.Feeds;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Endpoints;

public sealed class SecurityHeaderTests
{
    [Fact]
    public async Task EveryAnswer_EvenAFault_CarriesTheSecurityHeaders()
    {
        var store = new MemoryStore();
        await using var server = new IocServer { Replace = services => services.AddSingleton<IObservationStore>(store) };
        using var client = await server.StartAsync();
        store.BeforeQuery = () => throw new InvalidOperationException("secret-db");

        foreach (var (path, status) in new[] { ("/api/v1/observations", HttpStatusCode.InternalServerError), ("/wall/main", HttpStatusCode.OK), ("/wall/none", HttpStatusCode.NotFound) })
        {
            var answer = await client.GetAsync(path);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-db", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
