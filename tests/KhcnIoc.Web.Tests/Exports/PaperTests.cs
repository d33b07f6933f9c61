using System.Globalization;
using System.Text;
using System.Xml.Linq;
using KhcnIoc.Web.Exports;
using KhcnIoc.Web.Exports.Paper;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;
using KhcnIoc.Web.Tests.Views;

namespace KhcnIoc.Web.Tests.Exports;

public class PaperTests
{
    private static byte[] Pdf(PageView view) => PdfExport.Write(view, ExportSamples.Head(view), ExportSamples.Origin, ExportSamples.Fonts, CancellationToken.None);

    private static XElement Svg(PageView view) =>
        XDocument.Parse(Encoding.UTF8.GetString(SvgExport.Write(view, ExportSamples.Head(view), ExportSamples.Origin, ExportSamples.Fonts, CancellationToken.None))).Root!;

    // Lines are broken where they are full; for comparing, all are one.
    private static string Flat(string text) => string.Join(' ', text.Split((char[])['\n', ' ', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));

    private static string TextOf(XElement svg) => Flat(string.Join('\n', svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)));

    [Theory]
    [InlineData("vi-VN", "DỮ LIỆU MÔ PHỎNG", "Tính đến 12/11/2026 23:59", "51,3", "2,5")]
    [InlineData("en-GB", "SIMULATED DATA", "As known at 12/11/2026 23:59", "51.3", "2.5")]
    public void Both_EveryKindOfBlock_HaveItsTexts(string language, string mark, string known, string value, string cell)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var view = ExportSamples.View(culture, ExportSamples.Everything(culture, 120), "/indicators/coverage-5g?asof=2026-11-12");

        var pages = PdfText.Pages(Pdf(view)).ConvertAll(Flat);
        var pdf = string.Join(' ', pages);
        var svg = TextOf(Svg(view));

        Assert.True(pages.Count > 2);
        Assert.All(pages, p => Assert.Contains(mark, p, StringComparison.Ordinal));
        Assert.All(pages, p => Assert.Contains(known, p, StringComparison.Ordinal));
        Assert.All(pages, p => Assert.Contains("https://ioc.example:8443/indicators/coverage-5g?asof=2026-11-12", p, StringComparison.Ordinal));
        string[] wanted =
        [
            mark, known, value, cell, "Tỷ lệ phủ sóng 5G", "Thành phố Đồng Nai", "283/KH-UBND", "Tái dựng từ địa bàn cũ, không phải số liệu báo cáo.", "Trường Xuân – Ễ Ộ Ữ Ằ",
            "Sơ đồ, không phải ranh giới hành chính.", "Xã Mỹ Đức Tây 3", "mẫu số nhỏ", "4711", "Sở KH&CN", culture.Name == "vi-VN" ? "=Tổng(a × b)" : "=Sum(a × b)",
        ];
        Assert.All(wanted, w => Assert.Contains(w, pdf, StringComparison.Ordinal));
        Assert.All(wanted, w => Assert.Contains(w, svg, StringComparison.Ordinal));
        Assert.Contains("Xã Mỹ Đức Tây 120", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("Xã Mỹ Đức Tây 61", svg, StringComparison.Ordinal);
        Assert.Contains(culture.Name == "vi-VN" ? "Còn 60 dòng" : "60 more rows", svg, StringComparison.Ordinal);
        Assert.True(pages.Count(p => p.Contains("Giá trị (%)", StringComparison.Ordinal)) > 1);
    }

    [Fact]
    public void Pdf_OnlyRealFigures_HasNoMark()
    {
        var view = ExportSamples.View(ViewSamples.Vietnamese, [new TilesBlock([(ViewSamples.Tile(), ViewSamples.View(ViewSamples.Figure()))])]);

        Assert.DoesNotContain("MÔ PHỎNG", PdfText.Pages(Pdf(view))[0], StringComparison.Ordinal);
        Assert.DoesNotContain("MÔ PHỎNG", TextOf(Svg(view)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_MoreThanIsPrinted_EndsWithHowMuchIsLeftOut()
    {
        var table = new TableBlock(ExportSamples.Table(ViewSamples.Vietnamese, 2_000));

        var pages = PdfText.Pages(Pdf(ExportSamples.View(ViewSamples.Vietnamese, [.. Enumerable.Repeat(table, 9)]))).ConvertAll(Flat);

        Assert.Equal(PdfExport.MostPages, pages.Count);
        Assert.Matches(@"Còn \d+ trang không in ở đây", pages[^1]);
        Assert.Contains("Địa chỉ trang", pages[^1], StringComparison.Ordinal);
        Assert.Contains("Trang 300/300", pages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_StandsAlone()
    {
        var svg = Svg(ExportSamples.View(ViewSamples.Vietnamese, ExportSamples.Everything(ViewSamples.Vietnamese)));

        var style = svg.Elements().Single(e => e.Name.LocalName == "style").Value;
        Assert.Equal(6, style.Split("url(data:font/woff2;base64,").Length - 1);
        Assert.Equal(6, style.Split("url(").Length - 1);
        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), a => a.Name.LocalName is "href" or "src" or "class");
        Assert.All(svg.Descendants().Attributes("fill").Where(a => a.Value.StartsWith("url(#", StringComparison.Ordinal)),
            a => Assert.Single(svg.Descendants(), e => e.Attribute("id")?.Value == a.Value[5..^1]));
    }

    [Fact]
    public void Svg_MoreThanACanvasHolds_IsCutAndSaysSo()
    {
        var tables = Enumerable.Range(0, 12).Select(i => (PageBlock)new TableBlock(ExportSamples.Table(ViewSamples.Vietnamese, 60))).ToList();

        var svg = Svg(ExportSamples.View(ViewSamples.Vietnamese, tables));

        Assert.InRange(double.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[3], CultureInfo.InvariantCulture), SvgExport.Highest - 200, SvgExport.Highest + 100);
        Assert.Contains("Ảnh dừng ở đây", TextOf(svg), StringComparison.Ordinal);
    }

    [Fact]
    public void Paginate_NothingLeavesThePage_AndHeadsStandAgain()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var blocks = Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
            {
                var heads = new PaperStrip(20) { KeepWithNext = true };
                heads.Shapes.Add(new CircleShape(0, 0, 1, Ink.Text));
                var strips = Enumerable.Range(0, random.Next(1, 60)).Select(_ => { var s = new PaperStrip(random.Next(8, 90)) { KeepWithNext = random.Next(6) == 0 }; s.Shapes.Add(new CircleShape(0, 0, 1, Ink.Text)); return s; }).ToList();
                return random.Next(2) == 0 ? new PaperBlock([heads], [heads, .. strips]) : new PaperBlock([], strips);
            }).ToList();

            var pages = PdfExport.Paginate(blocks, 700, CancellationToken.None);

            Assert.All(pages, p => Assert.InRange(p[^1].Top + p[^1].Strip.Height, 1, 700.01));
            Assert.Equal(blocks.SelectMany(b => b.Strips).ToList(), pages.SelectMany((p, i) => p.Select((s, at) => (s.Strip, i, at)))
                .Where(s => s.i == 0 || s.at > 0 || !blocks.Exists(b => b.Repeated.Contains(s.Strip) && pages.Take(s.i).SelectMany(q => q).Any(q => q.Strip == s.Strip))).Select(s => s.Strip).ToList());
            foreach (var page in pages.Skip(1))
            {
                var block = blocks.Single(b => b.Strips.Contains(page[0].Strip));
                Assert.True(block.Repeated.Count == 0 || block.Repeated.Contains(page[0].Strip));
            }
        }
    }

    [Fact]
    public void Wrap_AnyText_KeepsAllWordsWithinTheWidth()
    {
        var text = new PaperText(ExportSamples.Fonts, "Tổng");
        foreach (var width in new[] { 20d, 45, 90, 300 })
        {
            const string Words = "Tỷ lệ hồ sơ trực tuyến toàn trình https://dichvucong.dongthap.gov.vn/baocao";
            var lines = text.Wrap(Words, 9, 500, width);

            Assert.All(lines, l => Assert.True(text.Width(l, 9, 500) <= width || l.Length == 1));
            Assert.Equal(Words.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
            Assert.True(text.Width(text.Cut(Words, 9, 500, width), 9, 500) <= width);
        }
    }

    [Fact]
    public void Fonts_LettersWithoutAForm_AreComposedOrReplaced()
    {
        var fonts = ExportSamples.Fonts;

        Assert.DoesNotContain('\0', fonts.Clean("→←↑↓▲▼■●○◌Σ∑′″✓√∆").Select(c => fonts.Face(500).Has(c) ? c : '\0'));
        Assert.Equal("Ễ Đắk › S ?", fonts.Clean("E\u0302\u0303 Đắk → Σ 😀"));
        Assert.True(fonts.Width("ƯỠNG", 10, 700) > fonts.Width("ƯỠNG", 10, 500));
    }

    [Fact]
    public void PathData_FormsThatDrawingsUse_AreUnderstood()
    {
        Assert.Equal("M1 2L3 4L5 6Z", PathData.Placed("M1 2 3 4 L5,6Z", 0, 0, 1, 1));
        Assert.Equal("M10 -5L12 -5L12 -8", PathData.Placed("M5-5h1v-3", 0, 0, 2, 1));
        Assert.Equal("M0 0L1 0ZM2 2L3 3", PathData.Placed("m0 0l1 0zm2 2l1 1", 0, 0, 1, 1));
        Assert.Equal("", PathData.Placed("", 0, 0, 1, 1));
        Assert.Throws<FormatException>(() => PathData.Parse("M0 0C1 1 2 2 3 3"));
    }
}
