using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using KhcnIoc.Core.Maps;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Maps;

/// <summary>The way of a file of boundaries through the whole server.</summary>
public sealed partial class BoundaryUploadTests : IAsyncLifetime, IDisposable
{
    private readonly IocServer _server = new();
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _server.Dispose();

    private async Task<string> TokenAsync()
    {
        var page = await _client.GetStringAsync("/operate/boundaries");
        return Token().Match(page).Groups[1].Value;
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] file, string? token, string name = "ranh-gioi.geojson")
    {
        using var form = new MultipartFormDataContent();
        if (token is not null) form.Add(new StringContent(token), "__RequestVerificationToken");
        form.Add(new ByteArrayContent(file), "file", name);
        return await _client.PostAsync(BoundaryUploads.Path, form);
    }

    private async Task<BoundaryDraft> CheckedAsync(byte[] file)
    {
        var answer = await SendAsync(file, await TokenAsync());
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var draft = _server.Services.GetRequiredService<BoundaryDrafts>().Find(answer.Headers.Location!.OriginalString.Split("draft=")[1])!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!draft.IsDone) await Task.Delay(20, deadline.Token);
        return draft;
    }

    [Fact]
    public async Task Post_GoodFile_CanBePublishedWithdrawnAndBroughtBack()
    {
        var draft = await CheckedAsync(BoundaryFile.Of(MapSamples.Pack.Communes, 1).ToBytes());
        Assert.False(draft.Result!.Report.HasErrors);
        Assert.Contains("Ranh giới mới", WebUtility.HtmlDecode(await _client.GetStringAsync($"/operate/boundaries?draft={draft.Id}")), StringComparison.Ordinal);
        var maps = _server.Services.GetRequiredService<ICommuneMaps>();
        var desk = _server.Services.GetRequiredService<BoundaryDesk>();
        var day = new DateOnly(2026, 1, 1);

        Assert.Equal(PublishTrouble.NoAttribution, await desk.PublishAsync(draft, day, " ", CancellationToken.None));
        Assert.Equal(PublishTrouble.NoDay, await desk.PublishAsync(draft, null, "Sở", CancellationToken.None));
        var both = await Task.WhenAll(desk.PublishAsync(draft, day, "Sở Nông nghiệp và Môi trường", CancellationToken.None), desk.PublishAsync(draft, day, "Khác", CancellationToken.None));

        Assert.Equal([PublishTrouble.None, PublishTrouble.AlreadyPublished], both.Order());
        var version = Assert.Single(await desk.ListAsync(CancellationToken.None));
        Assert.InRange(version.GeometryJson.Length, 10_000, StoredGeometry.MaxBytes);
        Assert.Equal(version.Id, maps.On(day).Version);
        Assert.True(maps.On(day.AddDays(-1)).IsSchematic);
        var page = await _client.GetStringAsync("/map");
        Assert.Contains("Sở Nông nghiệp và Môi trường", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        var file = Asset().Match(page).Value;
        var shapes = await _client.GetAsync(file);
        Assert.Equal("image/svg+xml", shapes.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", shapes.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(102, Path().Count(await shapes.Content.ReadAsStringAsync()));

        await desk.SetWithdrawnAsync(version.Id, true, CancellationToken.None);
        Assert.True(maps.On(day).IsSchematic);

        await desk.SetWithdrawnAsync(version.Id, false, CancellationToken.None);
        Assert.Equal(version.Id, maps.On(day).Version);
    }

    [Fact]
    public async Task Post_Garbage_IsReportedOnThePageAndCannotBePublished()
    {
        var draft = await CheckedAsync(Encoding.UTF8.GetBytes("<kml>"));

        Assert.Equal(PublishTrouble.NotReady, await _server.Services.GetRequiredService<BoundaryDesk>().PublishAsync(draft, new(2026, 1, 1), "Sở", CancellationToken.None));
        var page = WebUtility.HtmlDecode(await _client.GetStringAsync($"/operate/boundaries?draft={draft.Id}"));
        Assert.Contains("Tệp không phải JSON hợp lệ", page, StringComparison.Ordinal);
        Assert.Contains("The file is not valid JSON", WebUtility.HtmlDecode(await _client.GetStringAsync($"/operate/boundaries?draft={draft.Id}&lang=en")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_FileWithErrors_NamesTheCommunes()
    {
        var file = BoundaryFile.Of(MapSamples.Pack.Communes, 1);
        file.Features.RemoveAt(0);

        var draft = await CheckedAsync(file.ToBytes());

        Assert.Contains("Phường Đạo Thạnh: không có trong tệp.", WebUtility.HtmlDecode(await _client.GetStringAsync($"/operate/boundaries?draft={draft.Id}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithoutToken_IsRefused()
    {
        await TokenAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync([1], null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync([1], "wrong")).StatusCode);
    }

    [Fact]
    public async Task Post_TooLargeEmptyOrNoForm_IsRefused()
    {
        var token = await TokenAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(new byte[BoundaryImport.MaxBytes + 100_000], token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync([], token)).StatusCode);
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _client.PostAsync(BoundaryUploads.Path, json)).StatusCode);
        using var broken = new ByteArrayContent([1, 2, 3]);
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        var answer = await _client.PostAsync(BoundaryUploads.Path, broken);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Fact]
    public async Task Post_NameWithAPath_KeepsTheNameOnly()
    {
        var answer = await SendAsync([1], await TokenAsync(), "..\\..\\a/b.geojson");

        var draft = _server.Services.GetRequiredService<BoundaryDrafts>().Find(answer.Headers.Location!.OriginalString.Split("draft=")[1]);
        Assert.Equal("b.geojson", draft!.FileName);
    }

    [Fact]
    public async Task Asset_UnknownName_IsNotFound() => Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/maps/none.svg")).StatusCode);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("/maps/[0-9a-f]+\\.svg")]
    private static partial Regex Asset();

    [GeneratedRegex("<path id=")]
    private static partial Regex Path();
}

/// <summary>Where a key is needed, it is needed here, too.</summary>
public class BoundaryAccessTests
{
    [Fact]
    public async Task Pages_SignIn_NeedAKey()
    {
        await using var server = new IocServer().With("Ioc:Access", "sign-in");
        var client = await server.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/operate/boundaries")).StatusCode);
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a" } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync(BoundaryUploads.Path, form)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/map")).StatusCode);
    }
}
