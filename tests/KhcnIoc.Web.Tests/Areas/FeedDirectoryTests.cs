using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Areas;

namespace KhcnIoc.Web.Tests.Areas;

public class FeedDirectoryTests
{
    [Fact]
    public async Task GetAsync_ManyPagesInAMinute_AskTheStoreOnce()
    {
        var samples = new PlaceSamples();
        for (var i = 0; i < 5; i++) await samples.Directory.GetAsync(CancellationToken.None);
        Assert.Equal(1, samples.Feeds.Asked);

        samples.Time.Advance(TimeSpan.FromSeconds(60));
        await samples.Directory.GetAsync(CancellationToken.None);

        Assert.Equal(2, samples.Feeds.Asked);
    }

    [Fact]
    public async Task Page_StoreDoesNotAnswer_StillShowsTheBoardsFigures()
    {
        var samples = new PlaceSamples(new SampleObservations().Commune(SamplePack.Coverage, 1, "2026-10", 40));
        samples.Feeds.BeforeList = () => throw new IOException("away");

        var page = (await samples.PageAsync<AreaView>("/areas/00001"))!;

        Assert.Single(Assert.Single(page.Sections, s => s.Id == "indicators").Figures!.Table.Rows);
        var table = Assert.Single(page.Sections, s => s.Id == "feeds").Table!;
        Assert.Equal("Chưa lấy được số lượng đã nhận.", table.Note);
        Assert.DoesNotContain(table.Columns, c => c.Key == "rejected");
    }
}
