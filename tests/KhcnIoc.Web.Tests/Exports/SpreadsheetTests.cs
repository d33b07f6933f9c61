using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using KhcnIoc.Web.Exports;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Tests.Views;
using TableColumn = KhcnIoc.Web.Pages.TableColumn;

namespace KhcnIoc.Web.Tests.Exports;

public class SpreadsheetTests
{
    public static TheoryData<string> Languages => ["vi-VN", "en-GB"];

    private static List<string[]> Csv(PageView view)
    {
        var bytes = CsvExport.Write(view, ExportSamples.Head(view), ExportSamples.Origin, CancellationToken.None);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes[3..]);
        Assert.Contains("\r\n", text, StringComparison.Ordinal);
        using var csv = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, IgnoreBlankLines = false });
        var lines = new List<string[]>();
        while (csv.Read()) lines.Add(csv.Record!);
        return lines;
    }

    private static SpreadsheetDocument Xlsx(PageView view)
    {
        var bytes = XlsxExport.Write(view, ExportSamples.Head(view), ExportSamples.Origin, CancellationToken.None);
        var document = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2016).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ToList();
        Assert.Empty(faults);
        return document;
    }

    private static List<(string Name, List<List<Cell>> Rows, WorksheetPart Part)> Sheets(SpreadsheetDocument document) =>
        [.. document.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().Select(s => (WorksheetPart)document.WorkbookPart.GetPartById(s.Id!)).Select(p =>
            (document.WorkbookPart.Workbook.Sheets!.Elements<Sheet>().Single(s => s.Id == document.WorkbookPart.GetIdOfPart(p)).Name!.Value!,
                p.Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().ToList()).ToList(), p))];

    // What Excel shows of a cell in a language, as far as our formats go.
    private static string Shown(SpreadsheetDocument document, Cell cell, CultureInfo culture)
    {
        if (cell.DataType?.Value == CellValues.InlineString) return cell.InlineString!.Text!.Text;
        var styles = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet;
        var look = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value);
        var code = styles.NumberingFormats!.Elements<NumberingFormat>().Single(f => f.NumberFormatId! == look.NumberFormatId!).FormatCode!.Value!;
        var number = decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture);
        var parts = Regex.Split(code, ";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
        var digits = Regex.Match(parts[^1], @"#,##0(\.(0+))?").Groups[2].Length;
        var text = Math.Abs(number).ToString("N" + digits, culture);
        var minus = number < 0 && parts.Length == 1 ? "-" : "";
        return minus + Regex.Replace(parts[number < 0 ? parts.Length - 1 : 0], @"#,##0(\.0+)?", _ => text).Replace("\"", "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Both_RandomTables_SayWhatThePageSays(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var random = new Random(20261121);
        string[] prefixes = ["", "", "≥", "ít nhất ", "+", "~"], suffixes = ["", "", "", "\u00a0%", "/102"], words = ["Xã Tân Phú", "=1+1", "+84", "-", "@SUM", "a;b,c \"d\"", "dòng\nhai", "", "\tthụt", "–"];
        for (var round = 0; round < 40; round++)
        {
            var columns = Enumerable.Range(0, random.Next(1, 6)).Select(i => new TableColumn("c" + i, "Cột " + i, random.Next(2) == 0 ? ColumnKind.Number : ColumnKind.Text, random.Next(3) == 0 ? "%" : "")).ToList();
            var rows = Enumerable.Range(0, random.Next(1, 12)).Select(r => new TableRow("r" + r, [.. columns.Select(Cell)])).ToList();
            var view = ExportSamples.View(culture, [new TableBlock(new TableView("t", "Bảng thử", columns, rows))]);

            var lines = Csv(view);
            var first = lines.FindIndex(l => l[0] == "Bảng thử") + 1;
            var titles = columns.ConvertAll(c => Array.IndexOf(lines[first], c.Unit.Length > 0 ? $"{c.Title} ({c.Unit})" : c.Title));
            using var document = Xlsx(view);
            var sheet = Sheets(document)[1].Rows;
            var headAt = sheet.FindIndex(r => r.Count > 0 && r[0].StyleIndex?.Value == XlsxStyles.Head);
            for (var r = 0; r < rows.Count; r++)
            {
                for (var c = 0; c < columns.Count; c++)
                {
                    var cell = rows[r].Cells[c];
                    var inCsv = lines[first + 1 + r][titles[c]];
                    var inXlsx = sheet[headAt + 1 + r].SingleOrDefault(x => x.CellReference == XlsxSheet.Cell(titles[c], (uint)(headAt + 2 + r)));
                    if (cell.Number is { } n)
                    {
                        var rounded = decimal.Round(n, cell.Decimals, MidpointRounding.AwayFromZero);
                        Assert.Equal(rounded.ToString("F" + cell.Decimals, CultureInfo.InvariantCulture), inCsv);
                        Assert.Equal(rounded, decimal.Parse(inXlsx!.CellValue!.Text, CultureInfo.InvariantCulture));
                        Assert.Null(inXlsx.DataType);
                        Assert.Equal(cell.Text, Shown(document, inXlsx, culture));
                    }
                    else
                    {
                        Assert.Equal(cell.Text.Length > 0 && "=+-@\t".Contains(cell.Text[0], StringComparison.Ordinal) ? "'" + cell.Text : cell.Text, inCsv);
                        Assert.Equal(cell.Text, inXlsx is null ? "" : Shown(document, inXlsx, culture));
                    }
                }
            }
        }

        TableCell Cell(TableColumn column)
        {
            if (column.Kind == ColumnKind.Text || random.Next(8) == 0) return new(words[random.Next(words.Length)]);
            var (number, decimals) = ((decimal)((random.NextDouble() - 0.4) * Math.Pow(10, random.Next(0, 8))), random.Next(0, 5));
            var text = decimal.Round(number, decimals, MidpointRounding.AwayFromZero).ToString("N" + decimals, culture);
            return new(prefixes[random.Next(prefixes.Length)] + text + suffixes[random.Next(suffixes.Length)]) { Number = number, Decimals = decimals, Simulated = random.Next(5) == 0, Unit = random.Next(2) == 0 ? "xã" : "" };
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Both_EveryKindOfBlock_CarryHeadMarksAndUnits(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var view = ExportSamples.View(culture, ExportSamples.Everything(culture), "/indicators/coverage-5g?asof=2026-11-12");
        var lines = Csv(view);
        string[] wanted =
        [
            "Tỷ lệ phủ sóng 5G", "12/11/2026 23:59", "https://ioc.example:8443/indicators/coverage-5g?asof=2026-11-12", "Thành phố Đồng Nai", culture.Name == "vi-VN" ? "DỮ LIỆU MÔ PHỎNG" : "SIMULATED DATA",
            "Sơ đồ, không phải ranh giới hành chính.", "'=Σ(a × b)", "Xếp theo giá trị.",
        ];
        foreach (var text in wanted) Assert.Contains(lines, l => l.Contains(text));
        Assert.Contains(lines, l => l.Any(f => f.Contains("4711", StringComparison.Ordinal) && f.Contains("b42", StringComparison.Ordinal)));
        Assert.Contains(lines, l => l.Any(f => f.Contains("Sở KH&CN", StringComparison.Ordinal)));
        Assert.Contains(lines, l => l is [_, _, "-15.8"]);
        var second = lines.Single(l => l[0] == "Xã Mỹ Đức Tây 2");
        Assert.Contains("2.5", second);
        Assert.Contains(culture.Name == "vi-VN" ? "MÔ PHỎNG" : "SIMULATED", second);
        Assert.Equal("https://ioc.example:8443/figures/coverage-5g/28002?asof=2026-11-12".Split('?')[0], second[^1]);

        using var document = Xlsx(view);
        var sheets = Sheets(document);
        Assert.Equal(3, sheets.Count);
        Assert.All(sheets, s => Assert.Contains(s.Rows.SelectMany(r => r), c => c.InlineString?.InnerText == wanted[4]));
        Assert.All(sheets, s => Assert.Contains(s.Rows.SelectMany(r => r), c => c.InlineString?.InnerText.Contains("12/11/2026 23:59", StringComparison.Ordinal) == true));
        var table = sheets[2];
        Assert.Equal("Xếp hạng xã", table.Name);
        Assert.Equal(PaneStateValues.Frozen, table.Part.Worksheet.Descendants<Pane>().Single().State!.Value);
        Assert.Single(table.Part.Worksheet.Elements<AutoFilter>());
        Assert.Contains(table.Part.HyperlinkRelationships, h => h.Uri.ToString() == "https://ioc.example:8443/figures/coverage-5g/28002");
        Assert.Equal(9u, table.Part.Worksheet.Elements<PageSetup>().Single().PaperSize!.Value);
    }

    [Fact]
    public void Csv_TextsThatLookLikeFormulas_GetAnApostrophe_NumbersStay()
    {
        var table = new TableView("t", "=cmd|x", [new("a", "@a", ColumnKind.Text), new("b", "b", ColumnKind.Number)], [new("r", [new("-2+3"), new("-2,5") { Number = -2.5m, Decimals = 1 }])]);

        var lines = Csv(ExportSamples.View(ViewSamples.Vietnamese, [new TableBlock(table)]));

        Assert.Contains(lines, l => l is ["'=cmd|x"]);
        Assert.Contains(lines, l => l is ["'@a", "b"]);
        Assert.Contains(lines, l => l is ["'-2+3", "-2.5"]);
    }

    [Fact]
    public void Xlsx_TooManyRows_AreCutWithANote()
    {
        var cells = (IReadOnlyList<TableCell>)[new("x") { Href = "/areas/1" }];
        var table = new TableView("t", "Dài", [new("a", "a", ColumnKind.Text)], [.. Enumerable.Range(0, ExportTable.MostRows + 7).Select(i => new TableRow("r" + i, cells))]);
        var view = ExportSamples.View(ViewSamples.Vietnamese, [new TableBlock(table)]);

        using var document = SpreadsheetDocument.Open(new MemoryStream(XlsxExport.Write(view, ExportSamples.Head(view), ExportSamples.Origin, CancellationToken.None)), false);

        var sheet = Sheets(document)[1];
        Assert.Equal(ExportTable.MostRows, sheet.Rows.Count(r => r.Any(c => c.InlineString?.InnerText == "x")));
        Assert.Contains(sheet.Rows.SelectMany(r => r), c => c.InlineString?.InnerText.Contains("7 dòng", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Xlsx_NamesOfSheets_AreAllowedAndUnique()
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

        Assert.Equal("a b", XlsxExport.NameOf("a/[b]:", taken));
        Assert.Equal("A b (2)", XlsxExport.NameOf("A b", taken));
        Assert.Equal("History_", XlsxExport.NameOf("History", taken));
        Assert.Equal("_", XlsxExport.NameOf("''", taken));
        var longName = XlsxExport.NameOf(new string('x', 40), taken);
        Assert.Equal(31, longName.Length);
        Assert.Equal(31, XlsxExport.NameOf(new string('x', 40), taken).Length);
        Assert.Equal("AA", XlsxSheet.Cell(26, 7)[..2]);
    }
}
