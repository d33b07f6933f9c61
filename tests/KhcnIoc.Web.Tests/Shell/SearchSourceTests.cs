using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages.Search;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Shell;

public sealed class SearchSourceTests
{
    [Fact]
    public async Task Current_DocumentOfTheStore_IsFoundOnceItHasBeenRead()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("so-khcn");
        await client.PostRowAsync("""{"indicator":"coverage-5g","area":"82","period":"2025-12","value":1.5,"source":{"title":"Báo cáo viễn thông Zyx","publisher":"Sở KH&CN"}}""");
        var source = server.Services.GetRequiredService<SearchSource>();

        Assert.NotEmpty(source.Current.Find("5g", 5));
        await source.Reading;

        var hit = Assert.Single(source.Current.Find("vien thong zyx", 5));
        Assert.Equal(SearchKind.Document, hit.Kind);
        Assert.Equal("Báo cáo viễn thông Zyx", (await server.Services.GetRequiredService<IObservationStore>().FindSourceAsync(int.Parse(hit.Code, null), CancellationToken.None))!.Source.Title);
    }
}
