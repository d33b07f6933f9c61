using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Overview;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Overview;

public sealed partial class OverviewPageTests : IClassFixture<IocServer>, IAsyncLifetime
{
    private readonly IocServer _server;
    private HttpClient _client = null!;

    public OverviewPageTests(IocServer server) => _server = server;

    public async Task InitializeAsync()
    {
        _client = await _server.StartAsAsync("so-khcn");
        await _client.PostRowAsync("""{"indicator":"coverage-5g","area":"82","period":"2025-12","value":1.5}""");
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    private async Task<OverviewView> ViewAsync(string address) =>
        Assert.IsType<OverviewView>((await _server.Services.GetRequiredService<PageViews>().GetAsync(address, CancellationToken.None)).View);

    [Fact]
    public async Task Overview_Counts_AreThePlansAndEachLeadsToItsOwnTiles()
    {
        var view = await ViewAsync("/");
        var summary = PlanSummary.Of(view.Context.Pack, view.Context.Board);

        Assert.Equal(["behind", "watch", "on-path", "met", "unknown"], view.Counts.Select(c => c.Standing));
        foreach (var count in view.Counts)
        {
            var chosen = await ViewAsync(count.Href);
            var standing = Enum.GetValues<Standing>().Single(s => s.ToCode() == count.Standing);
            Assert.Equal(summary.Counts[standing], chosen.Groups.Sum(g => g.Tiles.Count));
            Assert.Equal("/", chosen.Counts.Single(c => c.Chosen).Href);
        }
    }

    [Fact]
    public async Task Overview_Groups_ExceptionsFirstAndEveryPlanIndicatorOnce()
    {
        var view = await ViewAsync("/");
        var ids = view.Groups.SelectMany(g => g.Tiles).Select(t => t.Id).ToList();

        Assert.Equal("behind", view.Groups[0].Code);
        Assert.Contains("o-coverage-5g-82", view.Groups[0].Tiles.Select(t => t.Id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(view.Context.Pack.PlanIndicators, i => Assert.Contains($"o-{i.Code}-82", ids));
    }

    [Fact]
    public async Task Overview_NothingChanged_KeepsItsTiles()
    {
        var first = await ViewAsync("/");
        var english = await ViewAsync("/?lang=en");
        var again = await ViewAsync("/?x=1");

        Assert.Same(first.Groups[0].Tiles[0].Html, again.Groups[0].Tiles[0].Html);
        Assert.NotEqual(first.Groups[0].Tiles[0].Html, english.Groups[0].Tiles[0].Html);
    }

    [Fact]
    public async Task Document_OfTheOverview_HoldsEveryTileAndItsLinks()
    {
        var html = await _client.GetStringAsync("/");

        Assert.Contains("href=\"/indicators/coverage-5g\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/figures/coverage-5g/82\"", html, StringComparison.Ordinal);
        Assert.Single(MainElement().Matches(html));
        Assert.Single(HeadingElement().Matches(html));
    }

    [Fact]
    public async Task Document_FirstVisit_SetsACookieThatLaterVisitsCompareWith()
    {
        using var client = _server.CreateClient(new() { HandleCookies = false });
        using var first = await client.GetAsync("/");
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"), c => c.StartsWith("look=", StringComparison.Ordinal));
        var html = await first.Content.ReadAsStringAsync();

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("data-since=\"0\"", html, StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", "look=%7C" + _server.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(-5).ToUnixTimeSeconds());
        using var later = await client.SendAsync(request);
        Assert.DoesNotContain("data-since=\"0\"", await later.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_OfThePast_SaysSoAndOffersTheWayBack()
    {
        var html = await _client.GetStringAsync("/?asof=2026-01-05&lang=en");

        Assert.Contains("class=\"asof\"", html, StringComparison.Ordinal);
        Assert.Contains("05/01/2026", html, StringComparison.Ordinal);
        Assert.Contains("data-past", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/?lang=en\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"since\"", html, StringComparison.Ordinal);
        Assert.Contains("asof=2026-01-05", Regex.Match(html, "href=\"(/indicators/coverage-5g[^\"]*)\"").Groups[1].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/at/all", HttpStatusCode.NotFound)]
    [InlineData("/?asof=gestern", HttpStatusCode.BadRequest)]
    [InlineData("/milestones", HttpStatusCode.OK)]
    [InlineData("/search", HttpStatusCode.OK)]
    public async Task Document_OfAnAddress_HasItsStatusAndASearchBox(string address, HttpStatusCode status)
    {
        using var response = await _client.GetAsync(address);
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(status, response.StatusCode);

        // The tests run on the installed .NET 10, which answers an address without a page of its own with no body; the product runs on .NET 9. The body there: shell.test.mjs.
        if (status != HttpStatusCode.NotFound || Environment.Version.Major < 10) Assert.Contains("role=\"search\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Milestones_AllOfThem_AreWithoutEvidence()
    {
        var pack = _server.Services.GetRequiredService<ProvincePack>();
        var view = Assert.IsType<MilestonesView>((await _server.Services.GetRequiredService<PageViews>().GetAsync("/milestones", CancellationToken.None)).View);

        Assert.Equal(pack.Milestones.Count, view.Tables.Sum(t => t.Rows.Count));
        Assert.All(view.Tables.SelectMany(t => t.Rows), r => Assert.Equal("unknown", r.Cells[^1].Mark));
    }

    [Fact]
    public async Task Suggestions_WithoutDiacritics_FindTheFigureOfIndicatorAndCommune()
    {
        var found = await _client.GetAsync("/search/suggest?q=vneid+tan+phu").JsonAsync();

        Assert.StartsWith("/figures/vneid-accounts/", found[0].GetProperty("href").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, (await _client.GetAsync("/search/suggest?q=").JsonAsync()).ValueKind);
    }

    [GeneratedRegex("<main[ >]")]
    private static partial Regex MainElement();

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex HeadingElement();
}
