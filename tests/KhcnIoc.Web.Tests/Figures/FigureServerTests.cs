using System.Net;
using System.Text.RegularExpressions;
using KhcnIoc.Web.Tests.Hosting;

namespace KhcnIoc.Web.Tests.Figures;

/// <summary>The whole server: from what was posted to the pages that say where it came from.</summary>
public sealed partial class FigureServerTests
{
    [Fact]
    public async Task Pages_FromTheFigureToTheDocument_AreAllThere()
    {
        using var server = new IocServer();
        var client = await server.StartAsAsync("so-khcn");
        await client.PostRowAsync("""{"indicator":"coverage-5g","area":"28249","period":"2026-01","value":43.2,"source":{"title":"Báo cáo <quý>","document":"512/BC","page":"4","quote":"đạt 43,2 %","url":"https://example.gov.vn/512"}}""");

        var figure = await PageAsync(client, "/figures/coverage-5g/28249?lang=en");
        var observation = await PageAsync(client, Href(figure, "/observations/"));
        var document = await PageAsync(client, Href(observation, "/documents/"));

        Assert.Contains("512/BC", figure, StringComparison.Ordinal);
        Assert.Contains("rel=\"noopener noreferrer\"", observation, StringComparison.Ordinal);
        Assert.Contains("Báo cáo &lt;quý&gt;", WebUtility.HtmlDecode(document).Replace("<quý>", "&lt;quý&gt;", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<quý>", document, StringComparison.Ordinal);
        Assert.Contains(Href(observation, "/figures/coverage-5g/28249"), document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observation_SentAsJson_SaysByWhatChannelAndInWhatRow()
    {
        using var server = new IocServer();
        var client = await server.StartAsAsync("so-khcn");
        await client.PostRowAsync("""{"indicator":"coverage-5g","area":"28249","period":"2026-01","value":43.2}""");

        var page = WebUtility.HtmlDecode(await PageAsync(client, Href(await PageAsync(client, "/figures/coverage-5g/28249"), "/observations/")));

        Assert.Contains("Kết nối máy với máy (JSON)", page, StringComparison.Ordinal);
        Assert.Matches(@"Dòng [01]\b", page);
        Assert.DoesNotContain("Không ghi lại", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/figures/nothing/82", HttpStatusCode.NotFound), InlineData("/observations/999999", HttpStatusCode.NotFound), InlineData("/documents/999999", HttpStatusCode.NotFound)]
    [InlineData("/observations/1?asof=2020-01-01", HttpStatusCode.NotFound), InlineData("/figures/hdi/dong-thap-cu", HttpStatusCode.OK), InlineData("/figures/hdi/vn?lang=en", HttpStatusCode.OK)]
    public async Task Page_OfACode_AnswersWithItsStatus(string address, HttpStatusCode status)
    {
        using var server = new IocServer();
        var client = await server.StartAsync();
        await WaitForPublishedAsync(client);

        Assert.Equal(status, (await client.GetAsync(address)).StatusCode);
    }

    // The pack's own figures go through the pipeline after the start.
    private static async Task WaitForPublishedAsync(HttpClient client)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await client.GetAsync("/api/v1/observations?take=1", deadline.Token).JsonAsync()).GetProperty("items").EnumerateArray().Any()) await Task.Delay(20, deadline.Token);
    }

    private static async Task<string> PageAsync(HttpClient client, string address)
    {
        var response = await client.GetAsync(WebUtility.HtmlDecode(address));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private static string Href(string page, string start) => HrefRegex().Matches(page).Select(m => m.Groups[1].Value).First(h => h.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex HrefRegex();
}
