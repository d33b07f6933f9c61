using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports;

/// <summary>Writes one sheet row by row, without holding it as objects.</summary>
internal sealed class XlsxSheet : IDisposable
{
    /// <summary>Excel opens no sheet with more than 65,530; far fewer are of use.</summary>
    private const int MostLinks = 5_000;

    /// <summary>What a cell can hold.</summary>
    private const int LongestText = 32_000;

    private readonly WorksheetPart _part;
    private readonly OpenXmlWriter _writer;
    private readonly List<(string Cell, string Target, bool Inside)> _links = [];
    private readonly int _columns;
    private uint _row;
    private int _column;
    private (uint Row, uint Last, int Columns)? _filter;

    /// <param name="part">Where it goes.</param>
    /// <param name="widths">Of its columns, in letters.</param>
    /// <param name="headRow">The row that stays in sight, from 1; 0 = none.</param>
    /// <param name="first">The sheet that is shown first.</param>
    public XlsxSheet(WorksheetPart part, IReadOnlyList<double> widths, uint headRow, bool first)
    {
        (_part, _columns) = (part, widths.Count);
        _writer = OpenXmlWriter.Create(part);
        _writer.WriteStartElement(new Worksheet());
        _writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        var view = new SheetView { WorkbookViewId = 0, ShowGridLines = false, TabSelected = first };
        if (headRow > 0) view.Append(new Pane { VerticalSplit = headRow, TopLeftCell = "A" + (headRow + 1).ToString(CultureInfo.InvariantCulture), ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen });
        _writer.WriteElement(new SheetViews(view));
        _writer.WriteElement(new SheetFormatProperties { DefaultRowHeight = 14 });
        _writer.WriteElement(new Columns(widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true })));
        _writer.WriteStartElement(new SheetData());
    }

    public uint Row => _row;

    public void StartRow()
    {
        EndRow();
        _row++;
        _column = 0;
        _writer.WriteStartElement(new Row { RowIndex = _row });
    }

    /// <summary>A whole row of texts in one look.</summary>
    public void TextRow(uint style, params ReadOnlySpan<string> texts)
    {
        StartRow();
        foreach (var text in texts) Text(text, style);
    }

    public void Text(string text, uint style = XlsxStyles.Wrapped, string href = "", string sheet = "")
    {
        var cell = Next();
        if (text.Length == 0) return;
        var clean = XmlText.Clean(text.Length > LongestText ? text[..LongestText] : text);
        if (href.Length > 0 || sheet.Length > 0) Link(cell, href.Length > 0 ? href : sheet, href.Length == 0);
        _writer.WriteElement(new Cell(new InlineString(new Text(clean) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = cell, DataType = CellValues.InlineString, StyleIndex = style });
    }

    public void Number(ShownNumber number, uint style, string href = "")
    {
        var cell = Next();
        if (href.Length > 0) Link(cell, href, inside: false);
        _writer.WriteElement(new Cell(new CellValue(number.Invariant)) { CellReference = cell, StyleIndex = style });
    }

    /// <summary>The rows from this one on can be filtered by their columns.</summary>
    public void FilterFromHere(int columns, int rows) => _filter = (_row, _row + (uint)rows, columns);

    /// <summary>Letters and number of a cell, columns from 0.</summary>
    public static string Cell(int column, uint row)
    {
        var letters = "";
        for (var left = column; left >= 0; left = (left / 26) - 1) letters = (char)('A' + (left % 26)) + letters;
        return letters + row.ToString(CultureInfo.InvariantCulture);
    }

    /// <param name="landscape">Wide tables lie on their side; either way as wide as the page.</param>
    /// <param name="footer">At the bottom of each printed page.</param>
    public void Finish(bool landscape, string footer)
    {
        EndRow();
        _writer.WriteEndElement();
        if (_filter is var (row, last, columns)) _writer.WriteElement(new AutoFilter { Reference = $"{Cell(0, row)}:{Cell(columns - 1, last)}" });
        if (_links.Count > 0) _writer.WriteElement(new Hyperlinks(_links.Select(l => l.Inside
            ? new Hyperlink { Reference = l.Cell, Location = l.Target, Display = l.Target }
            : new Hyperlink { Reference = l.Cell, Id = l.Target })));
        _writer.WriteElement(new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.7, Header = 0.3, Footer = 0.3 });
        _writer.WriteElement(new PageSetup { PaperSize = 9, Orientation = landscape ? OrientationValues.Landscape : OrientationValues.Portrait, FitToWidth = 1, FitToHeight = 0 });
        _writer.WriteElement(new HeaderFooter(new OddFooter("&L&8" + Footer(footer) + "&R&8&P/&N")));
        _writer.WriteEndElement();
    }

    public void Dispose() => _writer.Dispose();

    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    private void Link(string cell, string target, bool inside)
    {
        if (_links.Count >= MostLinks) return;
        if (inside)
        {
            _links.Add((cell, target, true));
            return;
        }

        if (!Uri.TryCreate(target, UriKind.Absolute, out var address)) return;
        if (!_targets.TryGetValue(target, out var id))
        {
            _targets[target] = id = "link" + _targets.Count.ToString(CultureInfo.InvariantCulture);
            _part.AddHyperlinkRelationship(address, true, id);
        }

        _links.Add((cell, id, false));
    }

    private string Next() => _column < Math.Max(_columns, 1) + 100 ? Cell(_column++, _row) : throw new InvalidOperationException("More cells than the sheet has columns.");

    private void EndRow()
    {
        if (_row > 0) _writer.WriteEndElement();
    }

    // "&" begins a code there, and 255 characters are all it takes.
    private static string Footer(string text)
    {
        var escaped = XmlText.Clean(text).Replace("&", "&&", StringComparison.Ordinal);
        return escaped.Length <= 200 ? escaped : escaped[..200].TrimEnd('&') + "…";
    }
}
