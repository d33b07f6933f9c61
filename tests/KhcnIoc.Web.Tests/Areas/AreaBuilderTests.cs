using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Areas;

namespace KhcnIoc.Web.Tests.Areas;

public class AreaBuilderTests
{
    private readonly SampleObservations _make = new();

    // Commune 3 is behind in coverage; the others have 40, 50, 60; 5 and 6 have not reported.
    private PlaceSamples Province(params Observation[] more) => new(
    [
        _make.Commune(SamplePack.Coverage, 1, "2026-10", 40), _make.Commune(SamplePack.Coverage, 2, "2026-10", 50),
        _make.Commune(SamplePack.Coverage, 3, "2026-10", 10), _make.Commune(SamplePack.Coverage, 4, "2026-10", 60),
        _make.Province(SamplePack.Coverage, "2026-10", 45),
        _make.Commune(SamplePack.Enterprises, 3, "2026-10", 7),
        .. more,
    ]);

    private static TableRow Row(PlaceView page, string section, string key) => Assert.Single(TableOf(page, section).Rows, r => r.Key == key);

    private static TableView TableOf(PlaceView page, string section)
    {
        var found = Assert.Single(page.Sections, s => s.Id == section);
        return found.Figures?.Table ?? found.Table!;
    }

    private static TableCell Cell(PlaceView page, string section, string key, string column) =>
        Row(page, section, key).Cells[TableOf(page, section).Columns.ToList().FindIndex(c => c.Key == column)];

    [Fact]
    public async Task Commune_WithFigures_StandsBesideProvincePeersAndRank()
    {
        var page = (await Province().PageAsync<AreaView>("/areas/00003"))!;

        Assert.Equal("Xã Số 3", page.Title);
        Assert.Equal(("10,0", "/figures/coverage/00003"), (Cell(page, "indicators", "coverage", "value").Text, Cell(page, "indicators", "coverage", "value").Href));
        Assert.Equal("behind", Cell(page, "indicators", "coverage", "standing").Mark);
        Assert.Equal(("45,0", "thấp hơn tỉnh 35,0 điểm"), (Cell(page, "indicators", "coverage", "province").Text, Cell(page, "indicators", "coverage", "province").Hint));
        Assert.Equal("4/4", Cell(page, "indicators", "coverage", "rank").Text);
        // Commune 1 is a ward since April, so the peers are 2, 4, 5 and 6: the middle of 50 and 60.
        Assert.Equal(("55,0", "2/4 nơi"), (Cell(page, "indicators", "coverage", "peers").Text, Cell(page, "indicators", "coverage", "peers").Hint));
        Assert.Contains("areas=00003,", page.Actions[0].Href, StringComparison.Ordinal);
        Assert.Equal(3, page.Actions[0].Href.Split("areas=")[1].Split(',').Length);
    }

    [Fact]
    public async Task Commune_WorstFirst_AndMissingOnesNameWhoShouldReport()
    {
        var page = (await Province().PageAsync<AreaView>("/areas/00003"))!;

        Assert.Equal([SamplePack.Coverage, SamplePack.Enterprises], TableOf(page, "indicators").Rows.Select(r => r.Key));
        Assert.Equal("không xét lộ trình", Cell(page, "indicators", "enterprises", "standing").Text);
        Assert.Equal([SamplePack.Households, SamplePack.Applications], TableOf(page, "missing").Rows.Select(r => r.Key));
        Assert.Equal(("Sở Dẫn Đầu", "/agencies/lead"), (Cell(page, "missing", SamplePack.Households, "lead").Text, Cell(page, "missing", SamplePack.Households, "lead").Href));
        Assert.Equal([("behind", 1), ("watch", 0), ("unknown", 1), ("missing", 2)], page.Sections[0].Counts.Select(c => (c.Mark, c.Count)));
        Assert.Equal("Trong 4 chỉ tiêu: 1 chậm lộ trình, 1 không xét hoặc chưa xếp loại, 2 chưa có số liệu.", page.Sections[0].Texts[0]);
    }

    [Fact]
    public async Task Commune_OrderInTheAddress_SortsTheRows()
    {
        var page = (await Province().PageAsync<AreaView>("/areas/00003?sort-indicators=value"))!;

        Assert.Equal([SamplePack.Enterprises, SamplePack.Coverage], TableOf(page, "indicators").Rows.Select(r => r.Key));
    }

    [Fact]
    public async Task Commune_RenamedInApril_HasItsNameOfTheDayAndItsHistory()
    {
        var page = (await Province().PageAsync<AreaView>("/areas/00001"))!;

        Assert.Equal("Phường Đắk Một", page.Title);
        Assert.Contains(page.Facts, f => f is { Label: "Loại", Text: "Phường" });
        Assert.Contains(page.Facts, f => f is { Label: "Tỉnh cũ", Href: "/areas/old-a" });
        Assert.Contains(page.Facts, f => f is { Label: "Mật độ dân số", Number: 100 });
        Assert.Equal(["30/04/2026", "01/07/2025", "Trước 01/07/2025"], TableOf(page, "names").Rows.Select(r => r.Cells[0].Text));
        Assert.Equal(["237/NQ", "–", "202/2025/QH15"], TableOf(page, "names").Rows.Select(r => r.Cells[3].Text));
        Assert.Null(page.Previous);
        Assert.Equal("/areas/00002", page.Next!.Href);
        // The only ward has nobody like it.
        Assert.Empty(page.Actions);
        Assert.Equal("–", Cell(page, "indicators", "coverage", "peers").Text);
    }

    [Fact]
    public async Task Commune_OneFeed_IsNamedWithItsState()
    {
        var page = (await Province().PageAsync<AreaView>("/areas/00003"))!;

        var row = Row(page, "feeds", "feed");

        // Of twelve places in two indicators by commune it fills five.
        Assert.Equal(["Nguồn chính", "Sở Dẫn Đầu", "2", "đúng hạn", "100", "41"], row.Cells.Take(6).Select(c => c.Text));
    }

    [Fact]
    public async Task Commune_SimulatedFigure_MarksThePage()
    {
        var samples = new PlaceSamples(_make.Commune(SamplePack.Coverage, 1, "2026-10", 40, simulated: true));

        Assert.True((await samples.PageAsync<AreaView>("/areas/00001"))!.Simulated);
        Assert.False((await samples.PageAsync<AreaView>("/areas/00002"))!.Simulated);
    }

    [Fact]
    public async Task Commune_SumOfAFlow_ShowsItsShareOfTheProvince()
    {
        var samples = Province([.. Enumerable.Range(1, 6).Select(i => _make.Commune(SamplePack.Enterprises, i, "2026-11", 10m * i, simulated: false))]);

        var page = (await samples.PageAsync<AreaView>("/areas/00003"))!;

        Assert.Equal("chiếm 14,3 % của tỉnh", Cell(page, "indicators", "enterprises", "province").Hint);
    }

    [Fact]
    public async Task Predecessor_SaysThatItEndedAndWhatFollows()
    {
        var samples = Province(_make.Make(SamplePack.Coverage, "old-a", "2025-06", 33));

        var page = (await samples.PageAsync<AreaView>("/areas/old-a"))!;

        Assert.Contains("kết thúc từ ngày 01/07/2025", page.Notices[0], StringComparison.Ordinal);
        Assert.Contains("Tỉnh Đồng Mẫu", page.Notices[0], StringComparison.Ordinal);
        Assert.Equal(("33,0", "/figures/coverage/old-a"), (Cell(page, "indicators", "coverage", "value").Text, Cell(page, "indicators", "coverage", "value").Href));
        Assert.Equal("45,0", Cell(page, "indicators", "coverage", "province").Text);
        Assert.Equal(4, Assert.Single(page.Sections, s => s.Id == "communes").Links.Count);
    }

    [Fact]
    public async Task Province_ShowsItsPlanAndWhatItWasMergedFrom()
    {
        var page = (await Province(_make.Make(SamplePack.Coverage, "old-a", "2025-06", 33)).PageAsync<AreaView>("/areas/82"))!;

        Assert.Equal(2, page.Facts.Count(f => f.Label == "Hợp nhất từ"));
        Assert.Contains(page.Facts, f => f is { Label: "Đơn vị cấp xã", Text: "5 xã, 1 phường", Href: "/areas" });
        Assert.Equal("33,0", Cell(page, "indicators", "coverage", "old-a").Text);
        Assert.Equal("–", Cell(page, "indicators", "coverage", "old-b").Text);
    }

    [Fact]
    public async Task Benchmark_SaysThatItIsOnlyComparedWith() =>
        Assert.Contains("Chỉ để so sánh", (await Province().PageAsync<AreaView>("/areas/benchmark-x"))!.Notices[0], StringComparison.Ordinal);

    [Fact]
    public async Task Area_UnknownCode_HasNoPage() => Assert.Null(await Province().PageAsync<AreaView>("/areas/99999"));

    [Theory]
    [InlineData("/areas", 6)]
    [InlineData("/areas?find=dak", 1)]
    [InlineData("/areas?find=xa%20so", 5)]
    [InlineData("/areas?find=old-b", 2)]
    [InlineData("/areas?find=nowhere", 0)]
    public async Task AreaList_NarrowedWithoutDiacritics_ListsWhatMatches(string address, int count)
    {
        var page = (await Province().PageAsync<AreaListView>(address))!;

        Assert.Equal(count, TableOf(page, "communes").Rows.Count);
    }

    [Fact]
    public async Task AreaList_CountsBehindAndMissing()
    {
        var page = (await Province().PageAsync<AreaListView>("/areas"))!;

        Assert.Equal([1m, 0m, 2m], Row(page, "communes", "00003").Cells.Skip(1).Take(3).Select(c => c.Number!.Value));
        Assert.Equal([0m, 0m, 4m], Row(page, "communes", "00006").Cells.Skip(1).Take(3).Select(c => c.Number!.Value));
    }

    [Fact]
    public async Task AreaView_OthersChange_FollowsOnlyAfterAWhile()
    {
        var samples = Province();
        var page = (await samples.PageAsync<AreaView>("/areas/00003"))!;

        Assert.True(page.Concerns(new HashSet<SeriesKey> { new(SamplePack.Coverage, "00003") }));
        Assert.False(page.Concerns(new HashSet<SeriesKey> { new(SamplePack.Coverage, "00004") }));
        samples.Time.Advance(AreaView.Patience);
        Assert.True(page.Concerns(new HashSet<SeriesKey> { new(SamplePack.Coverage, "00004") }));
    }

    [Fact]
    public async Task English_Page_SpeaksEnglish()
    {
        var page = (await Province().PageAsync<AreaView>("/areas/00003?lang=en"))!;

        Assert.Equal("35.0 points below the province", Cell(page, "indicators", "coverage", "province").Hint.Replace(" pts ", " points ", StringComparison.Ordinal));
        Assert.Contains("lang=en", page.Next!.Href, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocks_AllTables_HaveOneCellForEachColumn()
    {
        var samples = Province();
        PlaceView[] pages = [(await samples.PageAsync<AreaView>("/areas/00003"))!, (await samples.PageAsync<AreaView>("/areas/82"))!, (await samples.PageAsync<AreaView>("/areas/old-a"))!, (await samples.PageAsync<AreaListView>("/areas"))!];

        foreach (var table in pages.SelectMany(p => p.Blocks).OfType<TableBlock>().Select(b => b.Table))
        {
            Assert.All(table.Rows, r => Assert.Equal(table.Columns.Count, r.Cells.Count));
            Assert.Equal(table.Rows.Count, table.Rows.Select(r => r.Key).Distinct().Count());
        }
    }
}
