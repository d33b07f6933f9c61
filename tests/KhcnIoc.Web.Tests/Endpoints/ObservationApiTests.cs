using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Endpoints;

public sealed class ObservationApiTests
{
    private const string Row = """{"id":"a1","indicator":"coverage-5g","area":"82","period":"2026-06","value":13.8,"unit":"percent","source":{"title":"Báo cáo"}}""";

    [Fact]
    public async Task Post_SameThingAgainAndAgain_IsStoredOnce()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("one");

        Assert.Equal("1 0", await client.PostRowAsync(Row).OutcomeAsync());
        for (var i = 0; i < 20; i++) Assert.Equal("0 1", await client.PostRowAsync(Row).OutcomeAsync());
        Assert.Equal("0 1", await client.PostRowAsync(Row.Replace("\"a1\"", "\"a2\"", StringComparison.Ordinal)).OutcomeAsync());
        Assert.Equal("0 0 0:id-reused", await client.PostRowAsync(Row.Replace("13.8", "14", StringComparison.Ordinal)).OutcomeAsync());
        Assert.Equal("1 0", await client.PostRowAsync(Row.Replace("\"a1\"", "\"a3\"", StringComparison.Ordinal).Replace("13.8", "14", StringComparison.Ordinal)).OutcomeAsync());

        var items = (await client.GetAsync("/api/v1/observations?indicator=coverage-5g&area=82").JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["13.8 1", "14 2"], items.Select(i => $"{i.GetProperty("value")} {i.GetProperty("revision")}"));
    }

    [Fact]
    public async Task Post_BadRowsAmongGoodOnes_GoodOnesGoThroughAndBadOnesAreKept()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("mixed");

        var outcome = await client.PostJsonAsync("""
            {"observations":[
              {"indicator":"coverage-5g","area":"82","period":"2026-06","value":13.8},
              {"indicator":"coverage-5g","area":"82","period":"2199","value":13.8},
              {"indicator":"coverage-5g","area":"82","period":"2026-06","value":1e400},
              {"indicator":"coverage-5g","area":"82","period":"2026-06","value":120},
              {"indicator":"vneid-accounts","area":"82","period":"2026-11-20","value":61}]}
            """).OutcomeAsync();

        Assert.Equal("2 0 1:bad-period,2:bad-number,3:out-of-range", outcome);
        var kept = await server.Services.GetRequiredService<IObservationStore>().RejectionsAsync("mixed", 10, CancellationToken.None);
        Assert.Equal(3, kept.Count);
        Assert.Contains(kept, r => r.Rejection.Raw.Contains("1e400", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("application/json", """{"observations":[{"indicator":"\ud800","area":"82","period":"2026-06","value":1},{"indicator":"coverage-5g","area":"82","period":"2026-06","value":13.8}]}""", "1 0 0:malformed-row")]
    [InlineData("application/x-ndjson", """{"indicator":"coverage-5g","area":"82","period":"2026-06","value":"\udfff"}""", "0 0 0:malformed-row")]
    [InlineData("application/json", """{"\ud800":1}""", "400 malformed-json")]
    public async Task Post_TextThatIsNoUnicode_IsARejectionAndNotAFault(string type, string body, string expected)
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("surrogate");

        Assert.Equal(expected, await client.PostAsync("/api/v1/observations", new StringContent(body, Encoding.UTF8, type)).OutcomeAsync());
    }

    [Theory]
    [InlineData("application/json", """{"observations":[7,{"indicator":"coverage-5g","area":"82","period":"2026-06","value":13.8}]}""", "http-json", 2)]
    [InlineData("application/x-ndjson", "\n{\"indicator\":\"coverage-5g\",\"area\":\"82\",\"period\":\"2026-06\",\"value\":13.8}", "http-ndjson", 2)]
    [InlineData("text/csv", "indicator,area,period,value\n\"coverage\n-5g\",82,2026-06,1\ncoverage-5g,82,2026-06,13.8", "http-csv", 3)]
    public async Task Post_EachForm_KeepsTheChannelAndTheRow(string type, string body, string channel, int row)
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("rows");

        await client.PostAsync("/api/v1/observations", new StringContent(body, Encoding.UTF8, type));

        var store = server.Services.GetRequiredService<IObservationStore>();
        var stored = Assert.Single((await store.QueryAsync(new() { Indicator = "coverage-5g" }, CancellationToken.None)).Items, o => o.Feed == "rows");
        Assert.Equal((row, channel), (stored.Row, (await store.FindBatchAsync(stored.Commit, CancellationToken.None))!.Channel));
    }

    [Theory]
    [InlineData("""{"observations":[{"value":NaN}]}""", "application/json", "400 malformed-json")]
    [InlineData("not json", "application/json", "400 malformed-json")]
    [InlineData("a;b;c\n1;2;3", "text/csv", "400 malformed-csv")]
    [InlineData("<xml/>", "application/xml", "415 unsupported-type")]
    public async Task Post_UnreadableBody_SaysWhy(string body, string type, string expected)
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("bad");

        var outcome = await client.PostAsync("/api/v1/observations", new StringContent(body, Encoding.UTF8, type)).OutcomeAsync();

        Assert.Equal(expected, outcome);
    }

    [Fact]
    public async Task Post_MebibyteOfGarbageOrTenMegabytes_IsRefusedAndTheServerGoesOn()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("garbage");
        var garbage = new byte[1024 * 1024];
        new Random(7).NextBytes(garbage);

        Task<string> SendAsync(byte[] body, string type)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            return client.PostAsync("/api/v1/observations", content).OutcomeAsync();
        }

        Assert.Equal("400 malformed-json", await SendAsync(garbage, "application/json"));
        Assert.Equal("400 malformed-csv", await SendAsync(garbage, "text/csv"));
        Assert.StartsWith("0 0 ", await SendAsync(garbage, "application/x-ndjson"), StringComparison.Ordinal);
        Assert.Equal("413 too-large", await SendAsync(new byte[10_000_000], "application/json"));
        Assert.Equal("413 too-many-rows", await SendAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1\n", 20_001))), "application/x-ndjson"));
        Assert.Equal("1 0", await client.PostRowAsync(Row).OutcomeAsync());
    }

    [Fact]
    public async Task Post_UnknownLengthOverTheLimit_IsCutOff()
    {
        await using var server = new IocServer().With("Ioc:Intake:MaxBodyBytes", "2048");
        using var client = await server.StartAsAsync("chunked");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/observations") { Content = new StreamContent(new MemoryStream(new byte[5000])) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal("413 too-large", await client.SendAsync(request).OutcomeAsync());
    }

    [Fact]
    public async Task Post_WithoutAValidKey_Is401()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsync();

        Assert.Equal("401 invalid-key", await client.PostRowAsync(Row).OutcomeAsync());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "ioc_" + new string('x', 43));
        Assert.Equal("401 invalid-key", await client.PostRowAsync(Row).OutcomeAsync());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await server.KeyAsync("looker", KeyPurpose.View));
        Assert.Equal("401 invalid-key", await client.PostRowAsync(Row).OutcomeAsync());
    }

    [Fact]
    public async Task Post_FasterThanAllowed_Is429WithRetryAfter()
    {
        await using var server = new IocServer().With("Ioc:Intake:RequestsPerSecond", "1");
        using var client = await server.StartAsAsync("eager");

        HttpResponseMessage? refused = null;
        for (var i = 0; i < 50 && refused is null; i++)
        {
            var response = await client.PostRowAsync(Row);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) refused = response;
        }

        Assert.NotNull(refused);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task Post_CsvAndNdJson_CarryTheSame()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("forms");

        var csv = await client.PostAsync("/api/v1/observations", new StringContent(
            "indicator,area,period,value,source.title\ncoverage-5g,82,2026-05,12.5,\"Báo cáo, tháng 5\"\n", Encoding.UTF8, "text/csv")).OutcomeAsync();
        var ndjson = await client.PostAsync("/api/v1/observations", new StringContent(
            """{"indicator":"coverage-5g","area":"82","period":"2026-05","value":12.5}""" + "\n", Encoding.UTF8, "application/x-ndjson")).OutcomeAsync();

        Assert.Equal(("1 0", "0 1"), (csv, ndjson));
    }

    [Fact]
    public async Task Get_Pages_GiveEveryObservationOnce()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("many");
        var rows = Enumerable.Range(1, 28).Select(day => $$"""{"indicator":"vneid-accounts","area":"82","period":"2026-02-{{day:00}}","value":{{day}}}""");
        Assert.Equal("28 0", await client.PostJsonAsync($$"""{"observations":[{{string.Join(',', rows)}}]}""").OutcomeAsync());

        var seen = new List<long>();
        long? after = 0;
        while (after is not null)
        {
            var page = await client.GetAsync($"/api/v1/observations?indicator=vneid-accounts&take=5&after={after}").JsonAsync();
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetInt64()));
            after = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt64();
        }

        Assert.Equal(28, seen.Count);
        Assert.Equal(seen.Distinct().Order(), seen);
    }

    [Fact]
    public async Task Get_AsOfAnEarlierInstant_HidesWhatCameLater()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("past");
        await client.PostRowAsync(Row);
        var received = (await client.GetAsync("/api/v1/observations?indicator=coverage-5g&area=82").JsonAsync()).GetProperty("items")[0].GetProperty("receivedAt").GetDateTimeOffset();

        // An instant is kept to the millisecond: ask for one just before and one just after.
        var before = Uri.EscapeDataString(received.AddSeconds(-1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        var after = Uri.EscapeDataString(received.AddSeconds(5).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(0, (await client.GetAsync($"/api/v1/observations?indicator=coverage-5g&area=82&asof={before}").JsonAsync()).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await client.GetAsync($"/api/v1/observations?indicator=coverage-5g&area=82&asof={after}").JsonAsync()).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Get_CsvOfSimulatedFigures_CarriesTheMark()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("demo-x", simulated: true);
        await client.PostRowAsync(Row);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/observations?indicator=coverage-5g&area=82");
        request.Headers.Accept.ParseAdd("text/csv");

        var csv = await (await client.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Contains("DỮ LIỆU MÔ PHỎNG", csv.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CsvWithTextsLikeFormulas_GuardsThemAndStillReadsBack()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("csv");
        await client.PostRowAsync("""{"id":"=1+1","indicator":"coverage-5g","area":"82","period":"2026-06","value":13.8,"qualifier":">=","source":{"title":"=HYPERLINK(\"http://x\")","page":"-3","quote":"@x","publisher":"+84"}}""");
        await client.PostRowAsync("""{"id":"plain","indicator":"coverage-5g","area":"82","period":"2026-05","value":12,"source":{"title":"Báo cáo, số 1","quote":"a \"b\""}}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/observations?indicator=coverage-5g&area=82");
        request.Headers.Accept.ParseAdd("text/csv");

        var csv = await (await client.SendAsync(request)).Content.ReadAsStringAsync();

        foreach (var cell in new[] { ",'=1+1,", "'=HYPERLINK", ",'-3,", ",'@x", ",'+84,", ",>=," }) Assert.Contains(cell, csv, StringComparison.Ordinal);
        var lines = csv.Split("\r\n");
        using var plain = new StringContent(string.Join("\r\n", lines[0], lines.Single(l => l.Contains("plain", StringComparison.Ordinal))), Encoding.UTF8, "text/csv");
        Assert.Equal("0 1", await client.PostAsync("/api/v1/observations", plain).OutcomeAsync());
    }

    [Fact]
    public async Task Board_AfterAPost_ShowsItWithItsCommit()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("live");
        await client.GetAsync("/api/v1/board?dashboard=main");

        var commit = (await client.PostRowAsync(Row).JsonAsync()).GetProperty("commit").GetInt64();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        JsonElement board;
        do board = await client.GetAsync("/api/v1/board?dashboard=main", deadline.Token).JsonAsync();
        while (board.GetProperty("commit").GetInt64() < commit);

        var tile = board.GetProperty("tiles").EnumerateArray().First(t => t.GetProperty("indicator").GetString() == "coverage-5g");
        Assert.Equal(13.8m, tile.GetProperty("value").GetDecimal());
        Assert.Equal("behind", tile.GetProperty("standing").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/board?dashboard=nothing")).StatusCode);
    }

    [Fact]
    public async Task Start_PackCarriesPublishedFigures_TheyGoThroughThePipelineOnce()
    {
        await using var server = new IocServer().With("Ioc:Province", "dong-nai");
        using var client = await server.StartAsync();

        // The figures are handed in behind the readiness; wait for the last of them.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        JsonElement items;
        do items = (await client.GetAsync("/api/v1/observations?take=1000", deadline.Token).JsonAsync()).GetProperty("items");
        while (!items.EnumerateArray().Any(i => i.GetProperty("area").GetString() == "75"));

        Assert.All(items.EnumerateArray(), i => Assert.Equal("published", i.GetProperty("feed").GetString()));
        Assert.Contains(items.EnumerateArray(), i => i.GetProperty("indicator").GetString() == "st-enterprises" && i.GetProperty("area").GetString() == "75" && i.GetProperty("value").GetDecimal() == 16);
        Assert.Contains(items.EnumerateArray(), i => i.GetProperty("area").GetString() == "dong-nai-cu" && i.GetProperty("source").GetProperty("title").GetString()!.Length > 0);
        var store = server.Services.GetRequiredService<IObservationStore>();
        Assert.Empty(await store.RejectionsAsync("published", 10, CancellationToken.None));
        var province = items.EnumerateArray().First(i => i.GetProperty("area").GetString() == "75");
        var batch = await store.FindBatchAsync(province.GetProperty("commit").GetInt64(), CancellationToken.None);
        Assert.Equal(("pack", "dong-nai/published.yaml"), (batch!.Channel, batch.Name));
        Assert.True((await store.FindAsync(province.GetProperty("id").GetInt64(), CancellationToken.None))!.Observation.Row > 1);
    }
}
