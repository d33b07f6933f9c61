using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages.Compare;

namespace KhcnIoc.Web.Tests.Areas;

public class CompareBuilderTests
{
    private readonly SampleObservations _make = new();

    private PlaceSamples Province() => new(
    [
        .. Enumerable.Range(1, 6).Select(i => _make.Commune(SamplePack.Coverage, i, "2026-10", 10m * i)),
        _make.Commune(SamplePack.Enterprises, 1, "2026-10", 4), _make.Commune(SamplePack.Enterprises, 2, "2026-10", 4),
        _make.Province(SamplePack.Coverage, "2026-10", 45),
        _make.Make(SamplePack.Organisations, SamplePack.Province, "2026-Q3", 3, agency: "lead"),
        _make.Make(SamplePack.Organisations, SamplePack.Province, "2026-Q3", 9, agency: "other"),
    ]);

    private Task<CompareView?> PageAsync(string query) => Province().PageAsync<CompareView>("/compare" + query);

    [Fact]
    public async Task Compare_ThreeCommunes_MarksBestAndWorstAndShowsTheMiddle()
    {
        var page = (await PageAsync("?areas=00002,00001,00004&indicators=coverage"))!;

        Assert.Empty(page.Notices);
        var row = Assert.Single(page.Rows);
        Assert.Equal(["", "worst", "best"], row.Cells.Select(c => c.PlaceMark));
        Assert.Equal(["", "Kém nhất", "Tốt nhất"], row.Cells.Select(c => c.Place));
        Assert.Equal(["hạng 5/6", "hạng 6/6", "hạng 3/6"], row.Cells.Select(c => c.Rank));
        Assert.Equal(("35,0", "6/6 nơi"), (row.Median.Text, row.Median.Hint));
        Assert.Equal("45,0", row.Province.Text);
        Assert.Equal("/figures/coverage/00001", row.Cells[1].Value.Href);
        Assert.Equal(["20,0", "10,0", "40,0", "45,0", "35,0"], page.Table.Rows[0].Cells.Skip(1).Select(c => c.Text));
    }

    [Fact]
    public async Task Compare_EqualOrMissing_MarksNobody()
    {
        var page = (await PageAsync("?areas=00001,00002,00003&indicators=enterprises"))!;

        Assert.All(page.Rows[0].Cells, c => Assert.Equal("", c.PlaceMark));
        Assert.Equal(("—", ""), (page.Rows[0].Cells[2].Value.Text, page.Rows[0].Cells[2].Bar));
    }

    [Fact]
    public async Task Compare_NoIndicators_TakesThoseThatAllHaveFirst()
    {
        var page = (await PageAsync("?areas=00002,00003"))!;

        Assert.Equal([SamplePack.Coverage, SamplePack.Enterprises], page.Rows.Select(r => r.Code));
    }

    [Theory]
    [InlineData("", "Chọn từ 2 đến 6 nơi để so sánh.", 0)]
    [InlineData("?areas=00001", "Chọn thêm ít nhất một nơi nữa để so sánh (từ 2 đến 6 nơi).", 1)]
    [InlineData("?areas=00001,00002,nope", "Không có xã, phường mang mã: nope.", 2)]
    [InlineData("?areas=00001,82,00002", "Không có xã, phường mang mã: 82.", 2)]
    [InlineData("?agencies=lead,other,nope", "Không có cơ quan mang mã: nope.", 2)]
    [InlineData("?areas=00001,00002&agencies=lead", "Địa chỉ nêu cả xã, phường lẫn cơ quan; trang chỉ so sánh các xã, phường.", 2)]
    [InlineData("?areas=00001,00002&indicators=hdi,coverage", "Không có số liệu theo xã, phường của: Chỉ tiêu hdi.", 2)]
    [InlineData("?areas=00001,00001,00002&indicators=coverage,x", "Không có số liệu theo xã, phường của: x.", 2)]
    public async Task Compare_OddAddress_IsAnsweredInWords(string query, string notice, int columns)
    {
        var page = (await PageAsync(query))!;

        Assert.Contains(notice, page.Notices);
        Assert.Equal(columns, page.Columns.Count);
    }

    [Fact]
    public async Task Compare_MoreThanSix_TakesSixAndNamesTheRest()
    {
        var samples = new PlaceSamples();
        var page = (await samples.PageAsync<CompareView>("/compare?areas=00001,00002,00003,00004,00005,00006,00001"))!;
        Assert.Empty(page.Notices);
        Assert.Equal(6, page.Columns.Count);
        Assert.Empty(page.Things.Offers);
        Assert.Equal("Đã đủ 6 nơi; bỏ bớt một nơi để thêm nơi khác.", page.Things.Hint);
    }

    [Fact]
    public async Task Compare_Agencies_UsesTheSplitByAgency()
    {
        var page = (await PageAsync("?agencies=lead,other"))!;

        Assert.True(page.OfAgencies);
        Assert.Equal(SamplePack.Organisations, Assert.Single(page.Rows).Code);
        Assert.Equal(["worst", "best"], page.Rows[0].Cells.Select(c => c.PlaceMark));
    }

    [Fact]
    public async Task Choosers_EachChoice_IsAnAddress()
    {
        var page = (await PageAsync("?areas=00002,00003&indicators=coverage&find=so%204&lang=en"))!;

        Assert.Equal("/compare?areas=00003&indicators=coverage&lang=en", page.Things.Chosen[0].Href);
        var offer = Assert.Single(page.Things.Offers);
        Assert.Equal(("Xã Số 4", "/compare?areas=00002,00003,00004&indicators=coverage&lang=en"), (offer.Text, offer.Href));
        Assert.Contains(page.Indicators.Offers, o => o.Href == "/compare?areas=00002,00003&indicators=coverage,enterprises&lang=en");
    }
}
