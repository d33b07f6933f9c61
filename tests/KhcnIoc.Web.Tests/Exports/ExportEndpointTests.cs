using System.Net;
using System.Net.Http.Headers;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Web.Access;
using KhcnIoc.Web.Exports;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Exports;

public class ExportEndpointTests
{
    private const string Page = "sample/coverage-5g";

    /// <summary>The pages <c>/sample/{code}</c>: one exists, one fails, one never ends.</summary>
    private sealed class SampleBuilder : IPageBuilder
    {
        public SemaphoreSlim Started { get; } = new(0);

        public Type View => typeof(SampleView);

        public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["sample", var code] ? [code] : null;

        public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
        {
            if (codes[0] == "broken") throw new InvalidOperationException("The store is away.");
            if (codes[0] == "endless")
            {
                Started.Release();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            if (codes[0] is not ("coverage-5g" or "Tân Phú")) return null;
            return new SampleView(ExportSamples.Everything(context.Culture)) { Context = context, Title = "Tỷ lệ phủ sóng 5G" };
        }
    }

    private static IocServer Server(SampleBuilder? builder = null) => new() { Replace = services => services.AddSingleton<IPageBuilder>(builder ?? new SampleBuilder()).AddSingleton(ExportSamples.Fonts) };

    [Theory]
    [InlineData("csv", "text/csv", "\ufeff")]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK")]
    [InlineData("pdf", "application/pdf", "%PDF-")]
    [InlineData("svg", "image/svg+xml", "<?xml")]
    public async Task Export_EachFormat_IsAFileWithANameThatIsNotKept(string format, string type, string begins)
    {
        await using var server = Server();
        var client = await server.StartAsync();

        var answer = await client.GetAsync($"/export/{format}/{Page}?asof=2026-11-12&lang=en");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal($"dong-thap_coverage-5g_2026-11-12.{format}", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal($"Đồng Tháp – Tỷ lệ phủ sóng 5G – 2026-11-12.{format}", answer.Content.Headers.ContentDisposition!.FileNameStar);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.StartsWith(begins, System.Text.Encoding.UTF8.GetString(bytes[..8]), StringComparison.Ordinal);
        if (format == "csv") Assert.Contains($"http://localhost/{Page}?asof=2026-11-12&lang=en", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/export/pdf/sample/unknown", HttpStatusCode.NotFound)]
    [InlineData("/export/pdf/nowhere/at/all", HttpStatusCode.NotFound)]
    [InlineData("/export/docx/" + Page, HttpStatusCode.NotFound)]
    [InlineData("/export/csv/" + Page + "?asof=gestern", HttpStatusCode.BadRequest)]
    [InlineData("/export/xlsx/sample/broken", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/export/csv/sample/T%C3%A2n%20Ph%C3%BA", HttpStatusCode.OK)]
    public async Task Export_WhatThePageAnswers_IsAnsweredToo(string address, HttpStatusCode status)
    {
        await using var server = Server();
        var client = await server.StartAsync();

        var answer = await client.GetAsync(address);

        Assert.Equal(status, answer.StatusCode);
        if (status != HttpStatusCode.OK) Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("pdf", HttpStatusCode.ServiceUnavailable), InlineData("svg", HttpStatusCode.ServiceUnavailable), InlineData("xlsx", HttpStatusCode.OK)]
    public async Task Export_FontsAreMissing_SaysSoInWords(string format, HttpStatusCode status)
    {
        await using var server = new IocServer { Replace = services => services.AddSingleton<IPageBuilder>(new SampleBuilder()).AddSingleton(new Web.Exports.Paper.PaperFonts("nowhere")) };
        var client = await server.StartAsync();

        var answer = await client.GetAsync($"/export/{format}/{Page}");

        Assert.Equal(status, answer.StatusCode);
        if (status != HttpStatusCode.OK) Assert.Equal("no-fonts", (await client.GetAsync($"/export/{format}/{Page}").JsonAsync()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Export_WithTheCookieOfPages_Opens_WithoutIt_DoesNot()
    {
        await using var server = Server().With("Ioc:Access", "sign-in");
        var client = server.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        var key = await server.KeyAsync("tablet", KeyPurpose.View);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/export/csv/{Page}")).StatusCode);
        var signIn = await client.GetAsync($"/export/csv/{Page}?access_token={key}");
        Assert.Equal(HttpStatusCode.Redirect, signIn.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, signIn.Headers.Location);
        request.Headers.Add("Cookie", $"{AccessGate.Cookie}={key}");
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Export_MoreThanMayWait_AreSentAway_AndPlacesComeBack()
    {
        var builder = new SampleBuilder();
        await using var server = Server(builder);
        var client = await server.StartAsync();
        using var giveUp = new CancellationTokenSource();
        var inside = Enumerable.Range(0, Environment.ProcessorCount).Select(i => client.GetAsync($"/export/pdf/sample/endless?n={i}", giveUp.Token)).ToList();
        foreach (var _ in inside) await builder.Started.WaitAsync(TimeSpan.FromSeconds(30));
        var queue = server.Services.GetRequiredService<ExportQueue>();
        using var leave = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, ExportQueue.MostWaiting).Select(_ => queue.EnterAsync(leave.Token)).ToList();

        var refused = await client.GetAsync($"/export/csv/{Page}");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(new RetryConditionHeaderValue(TimeSpan.FromSeconds(5)), refused.Headers.RetryAfter);
        await leave.CancelAsync();
        foreach (var wait in waiting) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await giveUp.CancelAsync();
        foreach (var request in inside) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/export/csv/{Page}")).StatusCode);
    }
}
