using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Agencies;
using KhcnIoc.Web.Pages.Areas;

namespace KhcnIoc.Web.Tests.Areas;

public class AgencyBuilderTests
{
    private readonly SampleObservations _make = new();

    private PlaceSamples Province() => new(
        _make.Make(SamplePack.Organisations, SamplePack.Province, "2026-Q3", 3, agency: "lead"),
        _make.Make(SamplePack.Organisations, SamplePack.Province, "2026-Q3", 9, agency: "other"),
        _make.Make(SamplePack.Organisations, SamplePack.Province, "2026-Q3", 9, agency: "third"),
        _make.Province(SamplePack.Coverage, "2026-10", 10));

    private static TableView TableOf(PlaceView page, string section)
    {
        var found = Assert.Single(page.Sections, s => s.Id == section);
        return found.Figures?.Table ?? found.Table!;
    }

    [Fact]
    public async Task Agency_LedIndicators_StandWithTheProvincesFiguresWorstFirst()
    {
        var page = (await Province().PageAsync<AgencyView>("/agencies/lead"))!;

        Assert.Equal("Sở Dẫn Đầu", page.Title);
        var led = TableOf(page, "led");
        Assert.Equal(SamplePack.Coverage, led.Rows[0].Key);
        Assert.Equal(("10,0", "/figures/coverage/82"), (led.Rows[0].Cells[1].Text, led.Rows[0].Cells[1].Href));
        Assert.DoesNotContain(led.Rows, r => r.Key == SamplePack.Hdi);
        Assert.Contains(page.Facts, f => f is { Label: "Nêu trong kế hoạch", Text: "Sở Dẫn Đầu" });
    }

    [Fact]
    public async Task Agency_OwnFigures_AreRankedAmongAgenciesWithTies()
    {
        var samples = Province();

        var page = (await samples.PageAsync<AgencyView>("/agencies/other"))!;
        var row = Assert.Single(TableOf(page, "reported").Rows);

        Assert.Equal("1/3", row.Cells[5].Text);
        Assert.Contains("đồng hạng", row.Cells[5].Hint, StringComparison.Ordinal);
        Assert.Equal("/figures/organisations/82?agency=other", row.Cells[1].Href);
        Assert.Equal("/compare?agencies=other,lead,third", page.Actions[0].Href);
    }

    [Fact]
    public async Task Agency_Duties_AreItsOwnEverybodysAndThoseItReceives()
    {
        var samples = Province();

        Assert.Equal(["gửi Bộ", "nhận từ mọi cơ quan, đơn vị"], TableOf((await samples.PageAsync<AgencyView>("/agencies/lead"))!, "duties").Rows.Select(r => r.Cells[1].Text));
        Assert.Equal(["gửi Sở Dẫn Đầu"], TableOf((await samples.PageAsync<AgencyView>("/agencies/other"))!, "duties").Rows.Select(r => r.Cells[1].Text));
        Assert.Equal(["nhận từ Sở Dẫn Đầu"], TableOf((await samples.PageAsync<AgencyView>("/agencies/most"))!, "duties").Rows.Select(r => r.Cells[1].Text));
    }

    [Fact]
    public async Task Agency_Feeds_AreListedThoughSilent()
    {
        var page = (await Province().PageAsync<AgencyView>("/agencies/lead"))!;

        Assert.Equal(["đúng hạn", "chưa có số liệu"], TableOf(page, "feeds").Rows.Select(r => r.Cells[3].Text));
    }

    [Fact]
    public async Task Agency_UnknownCode_HasNoPage() => Assert.Null(await Province().PageAsync<AgencyView>("/agencies/none"));

    [Fact]
    public async Task AgencyList_NarrowedByText_CountsWhatEachLeads()
    {
        var page = (await Province().PageAsync<AgencyListView>("/agencies?find=dan%20dau"))!;

        var row = Assert.Single(TableOf(page, "agencies").Rows);
        Assert.Equal([4m, 1m, 0m, 1m, 2m], row.Cells.Skip(2).Select(c => c.Number!.Value));
    }
}
