using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports;

/// <summary>A page as a workbook: a first sheet with what the page says of itself, its texts and facts, and a sheet for each table.</summary>
internal static class XlsxExport
{
    private const int LongestName = 31;

    public static byte[] Write(PageView view, ExportHead head, string origin, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            document.PackageProperties.Title = XmlText.Clean(head.Title);
            document.PackageProperties.Creator = XmlText.Clean(head.Province);
            document.PackageProperties.Subject = XmlText.Clean(head.Simulated);
            var workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook();
            var styles = new XlsxStyles();
            var sheets = new Sheets();
            var names = new DefinedNames();
            var tables = Tables(view, head, origin);
            var cover = NameOf(head.T("CoverSheet"), []);
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { cover };
            var named = tables.Select(t => (Table: t, Name: NameOf(t.Value.Title, taken))).ToDictionary(t => t.Table.Key, t => (t.Table.Value, t.Name));

            Cover(Part(cover), view, head, origin, styles, named);
            foreach (var (_, (table, name)) in named)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var headRow = Table(Part(name), table, head, styles, cancellationToken);
                if (headRow > 0) names.Append(new DefinedName($"'{name.Replace("'", "''", StringComparison.Ordinal)}'!${headRow}:${headRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)sheets.ChildElements.Count - 1 });
            }

            workbook.Workbook.Append(new BookViews(new WorkbookView { ActiveTab = 0 }), sheets);
            if (names.HasChildren) workbook.Workbook.Append(names);
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = styles.Sheet();

            WorksheetPart Part(string name)
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                sheets.Append(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = name });
                return part;
            }
        }

        return stream.ToArray();
    }

    // By the place of their block, in reading order.
    private static List<KeyValuePair<int, ExportTable>> Tables(PageView view, ExportHead head, string origin)
    {
        var tables = new List<KeyValuePair<int, ExportTable>>();
        var heading = "";
        for (var i = 0; i < view.Blocks.Count; i++)
        {
            if (view.Blocks[i] is HeadingBlock h) heading = h.Text;
            else if (view.Blocks[i] is TableBlock table) tables.Add(new(i, ExportTable.Of(table.Table, head, origin)));
            else if (view.Blocks[i] is TilesBlock tiles) tables.Add(new(i, ExportTable.Of(tiles, heading.Length > 0 ? heading : head.Title, view.Context, head, origin)));
        }

        return tables;
    }

    private static void Cover(WorksheetPart part, PageView view, ExportHead head, string origin, XlsxStyles styles, Dictionary<int, (ExportTable Table, string Name)> tables)
    {
        using var sheet = new XlsxSheet(part, [34, 90], 0, first: true);
        sheet.TextRow(XlsxStyles.Title, head.Title);
        if (head.Simulated.Length > 0) sheet.TextRow(XlsxStyles.Mark, head.Simulated);
        foreach (var (label, text) in head.Lines.Skip(1))
        {
            sheet.StartRow();
            sheet.Text(label, XlsxStyles.Label);
            var address = text == head.Address;
            sheet.Text(text, address ? XlsxStyles.Link : XlsxStyles.Wrapped, address ? text : "");
        }

        for (var i = 0; i < view.Blocks.Count; i++)
        {
            switch (view.Blocks[i])
            {
                case HeadingBlock heading:
                    sheet.StartRow();
                    sheet.TextRow(XlsxStyles.Heading, heading.Text);
                    break;
                case TextBlock text:
                    sheet.StartRow();
                    sheet.Text(text.IsNotice ? head.T("NoticeLabel") : "", XlsxStyles.Label);
                    sheet.Text(text.Text);
                    break;
                case FactsBlock facts:
                    foreach (var fact in facts.Facts) FactRow(sheet, fact, head, origin, styles);
                    break;
                case DrawingBlock drawing:
                    sheet.StartRow();
                    sheet.Text(head.T("Drawing"), XlsxStyles.Label);
                    sheet.Text(drawing.Caption.Length > 0 ? drawing.Caption : drawing.Drawing.Label);
                    break;
                default:
                    if (!tables.TryGetValue(i, out var table)) break;
                    sheet.StartRow();
                    sheet.Text(head.T("Sheet"), XlsxStyles.Label);
                    sheet.Text($"{table.Table.Title} ({head.T("Rows", table.Table.Rows.Count)})", XlsxStyles.Link, sheet: $"'{table.Name.Replace("'", "''", StringComparison.Ordinal)}'!A1");
                    break;
            }
        }

        sheet.Finish(landscape: false, FooterOf(head));
    }

    private static void FactRow(XlsxSheet sheet, Fact fact, ExportHead head, string origin, XlsxStyles styles)
    {
        sheet.StartRow();
        sheet.Text(fact.Label, XlsxStyles.Label);
        var href = ExportTable.Whole(fact.Href, origin);
        var mark = fact.Mark.Length > 0 ? $" ({ExportTable.MarkWord(fact.Mark, head)})" : "";
        if (fact.Number is { } n && ShownNumber.Of(fact.Text, n, head.Culture) is { } number)
            sheet.Number(number with { Suffix = number.Suffix + mark }, styles.Of(number with { Suffix = number.Suffix + mark }, href.Length > 0), href);
        else
            sheet.Text(fact.Text + mark, href.Length > 0 ? XlsxStyles.Link : XlsxStyles.Wrapped, href);
    }

    /// <summary>The row of its headings; 0 = it has no rows.</summary>
    private static uint Table(WorksheetPart part, ExportTable table, ExportHead head, XlsxStyles styles, CancellationToken cancellationToken)
    {
        var widths = Widths(table);
        var headRow = (head.Simulated.Length > 0 ? 4u : 3u) + (table.Note.Length > 0 ? 1u : 0u);
        using var sheet = new XlsxSheet(part, widths, table.Rows.Count > 0 ? headRow : 0, first: false);
        sheet.TextRow(XlsxStyles.Heading, table.Title);
        sheet.TextRow(XlsxStyles.Note, string.Join(" · ", new[] { head.Title, head.Province, head.T("KnownAtLine", head.KnownAt), head.Moment }.Where(t => t.Length > 0)));
        if (head.Simulated.Length > 0) sheet.TextRow(XlsxStyles.Mark, head.Simulated);
        if (table.Note.Length > 0) sheet.TextRow(XlsxStyles.Note, table.Note);
        if (table.Rows.Count > 0)
        {
            sheet.TextRow(XlsxStyles.Head, [.. table.Columns]);
            sheet.FilterFromHere(table.Columns.Count, table.Rows.Count);
            foreach (var row in table.Rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sheet.StartRow();
                foreach (var cell in row)
                {
                    if (cell.Number is { } number) sheet.Number(number, styles.Of(number, cell.Href.Length > 0), cell.Href);
                    else sheet.Text(cell.Text, cell.Href.Length > 0 ? XlsxStyles.Link : XlsxStyles.Wrapped, cell.Href);
                }
            }
        }

        sheet.Finish(widths.Sum() > 95, FooterOf(head));
        return table.Rows.Count > 0 ? headRow : 0;
    }

    private static string FooterOf(ExportHead head) =>
        string.Join(" · ", new[] { head.Simulated, head.T("KnownAtLine", head.KnownAt), head.Address }.Where(t => t.Length > 0));

    private static List<double> Widths(ExportTable table)
    {
        var widths = new List<double>(table.Columns.Count);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var longest = table.Rows.Take(200).Select(r => r[i].Text.Length).DefaultIfEmpty(0).Max();
            var word = table.Columns[i].Split(' ').Max(w => w.Length);
            widths.Add(Math.Clamp(Math.Max(longest, Math.Max(word, Math.Min(table.Columns[i].Length, 16))) + 3, 8, 52));
        }

        return widths;
    }

    // What Excel allows in a name, none twice.
    internal static string NameOf(string title, HashSet<string> taken)
    {
        var clean = string.Concat(XmlText.Clean(title).Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'' || char.IsControl(c) ? ' ' : c)).Trim();
        clean = string.Join(' ', clean.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (clean.Length == 0 || string.Equals(clean, "History", StringComparison.OrdinalIgnoreCase)) clean += "_";
        for (var n = 1; ; n++)
        {
            var end = n == 1 ? "" : $" ({n})";
            var start = clean.Length + end.Length > LongestName ? Cut(clean, LongestName - end.Length - 1) + "…" : clean;
            if (taken.Add(start + end)) return start + end;
        }
    }

    private static string Cut(string text, int length) => (char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length]).TrimEnd();
}
