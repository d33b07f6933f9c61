using System.Net;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Endpoints;

public sealed class SignInTests
{
    [Fact]
    public async Task Page_WithAViewKeyOnce_MovesItIntoACookieThatOpensScreensOnly()
    {
        await using var server = new IocServer().With("Ioc:Access", "sign-in");
        using var client = await server.StartAsync();
        var key = await server.KeyAsync("wall-5", KeyPurpose.View);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/wall/main")).StatusCode);

        var handed = await client.GetAsync($"/wall/main?height=1.5&access_token={key}&lang=en");

        Assert.Equal((HttpStatusCode.Redirect, "/wall/main?height=1.5&lang=en"), (handed.StatusCode, handed.Headers.Location!.OriginalString));
        Assert.True(handed.Headers.CacheControl!.NoStore);
        var cookie = Assert.Single(handed.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);

        // The client keeps cookies as a browser does.
        foreach (var path in new[] { "/wall/main", "/" }) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
        foreach (var path in new[] { "/hubs/kpi/negotiate?negotiateVersion=1", "/_blazor/negotiate?negotiateVersion=1" })
            Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(path, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/board")).StatusCode);

        client.DefaultRequestHeaders.Add("Origin", "http://localhost:81");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/hubs/kpi/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Fact]
    public async Task Page_OverHttps_CookieIsSecure()
    {
        await using var server = new IocServer().With("Ioc:Access", "sign-in");
        using var client = await server.StartAsync();
        var key = await server.KeyAsync("wall-5", KeyPurpose.View);

        var handed = await client.GetAsync($"https://localhost/?access_token={key}");

        Assert.Contains("secure", Assert.Single(handed.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("/", handed.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("//example.net/wall")]
    [InlineData("/%5Cexample.net")]
    public async Task Page_AddressThatCouldNameAnotherHost_RedirectsHere(string path)
    {
        await using var server = new IocServer().With("Ioc:Access", "sign-in");
        using var client = await server.StartAsync();
        var key = await server.KeyAsync("wall-5", KeyPurpose.View);

        var handed = await client.GetAsync(new Uri($"http://localhost{path}?access_token={key}"));

        var target = handed.Headers.Location!.OriginalString;
        Assert.True(target[0] == '/' && target[1] is not ('/' or '\\'), target);
    }

    [Fact]
    public async Task Page_WithASendKeyOrAWrongOne_IsRefusedWithoutACookie()
    {
        await using var server = new IocServer().With("Ioc:Access", "sign-in");
        using var client = await server.StartAsync();
        var send = await server.KeyAsync("sender", KeyPurpose.Send);

        foreach (var key in new[] { send, "ioc_wrong", "ioc_" + new string('x', 5000) })
        {
            var answer = await client.GetAsync($"/wall/main?access_token={key}");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Logging_AsShipped_DoesNotWriteAddressesOfRequests()
    {
        await using var server = new IocServer();
        var configuration = server.Services.GetRequiredService<IConfiguration>();

        Assert.Equal("Warning", configuration["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"]);
    }
}
