using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Tests.Endpoints;

public sealed class AccessAndDocumentTests
{
    [Theory]
    [InlineData("Forwarded", "for=10.0.0.9")]
    [InlineData("X-Forwarded-For", "10.0.0.9")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Open_RequestThroughAProxy_IsNotServed(string header, string value)
    {
        await using var server = new IocServer();
        using var client = await server.StartAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        foreach (var path in new[] { "/api/v1/board", "/api/v1/observations", "/", "/wall/main", "/hubs/kpi/negotiate?negotiateVersion=1" })
        {
            using var request = new HttpRequestMessage(path.Contains("negotiate", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(request)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).StatusCode);
    }

    [Theory]
    [InlineData("Host", "ioc.example.net")]
    [InlineData("Origin", "https://example.net")]
    [InlineData("Origin", "null")]
    public async Task Open_PageOfAnotherSiteInABrowserHere_IsNotServed(string header, string value)
    {
        await using var server = new IocServer();
        using var client = await server.StartAsync();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/board")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/hubs/kpi/negotiate?negotiateVersion=1", null)).StatusCode);
        client.DefaultRequestHeaders.Remove(header);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "http://localhost");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/board")).StatusCode);
    }

    [Fact]
    public async Task SignIn_ViewKeyOpensReadsAndHub_SendKeyDoesNot()
    {
        await using var server = new IocServer().With("Ioc:Access", "sign-in");
        using var client = await server.StartAsync();
        var view = await server.KeyAsync("looker", KeyPurpose.View);
        var send = await server.KeyAsync("sender", KeyPurpose.Send);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/board")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/hubs/kpi/negotiate?negotiateVersion=1&access_token={view}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync($"/hubs/kpi/negotiate?negotiateVersion=1&access_token={send}", null)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", view);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/board")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", send);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/board")).StatusCode);
    }

    [Fact]
    public async Task OpenApi_EveryRouteOfTheApi_IsDescribedWithItsMethods()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsync();

        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        var described = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")).Order();
        var routes = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.StartsWith("/api/v1/", StringComparison.Ordinal) == true)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {e.RoutePattern.RawText}")).Order();

        Assert.Equal(routes, described);
    }

    [Fact]
    public void Start_WrongSettings_NamesAllOfThemAtOnce()
    {
        using var server = new IocServer().With("Ioc:Access", "everybody").With("Ioc:Intake:MaxRows", "0").With("Ioc:Wall:Theme", "pink");

        var exception = Assert.ThrowsAny<Exception>(() => server.CreateClient());

        var validation = Assert.IsType<OptionsValidationException>(exception.GetBaseException());
        Assert.Equal(3, validation.Failures.Count());
    }
}
