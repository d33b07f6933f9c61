using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using KhcnIoc.Web.Pages;

namespace KhcnIoc.Web.Exports;

/// <summary>A page as CSV: UTF-8 with a byte order mark, RFC 4180, invariant numbers; its parts one after the other, an empty line between them.</summary>
internal static class CsvExport
{
    public static byte[] Write(PageView view, ExportHead head, string origin, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", ShouldQuote = field => MustBeQuoted(field.Field) }))
        {
            foreach (var (label, line) in head.Lines) Line(csv, label, line);
            var heading = "";
            foreach (var block in view.Blocks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (block)
                {
                    case HeadingBlock h:
                        heading = h.Text;
                        csv.NextRecord();
                        Line(csv, h.Text);
                        break;
                    case TextBlock t:
                        Line(csv, t.IsNotice ? head.T("Notice", t.Text) : t.Text);
                        break;
                    case FactsBlock facts:
                        csv.NextRecord();
                        Line(csv, head.T("FactLabel"), head.T("FactText"), head.T("FactNumber"));
                        foreach (var fact in facts.Facts) Facts(csv, fact, head);
                        break;
                    case TilesBlock tiles:
                        Table(csv, ExportTable.Of(tiles, heading.Length > 0 ? heading : view.Title, view.Context, head, origin), head, cancellationToken);
                        break;
                    case TableBlock table:
                        Table(csv, ExportTable.Of(table.Table, head, origin), head, cancellationToken);
                        break;
                    case DrawingBlock drawing:
                        csv.NextRecord();
                        Line(csv, head.T("Drawing"), drawing.Caption.Length > 0 ? drawing.Caption : drawing.Drawing.Label);
                        break;
                }
            }
        }

        return stream.ToArray();
    }

    private static void Facts(CsvWriter csv, Fact fact, ExportHead head)
    {
        Text(csv, fact.Label);
        Text(csv, fact.Mark.Length > 0 ? $"{fact.Text} ({ExportTable.MarkWord(fact.Mark, head)})" : fact.Text);
        Number(csv, fact.Number is { } n ? ShownNumber.Of(fact.Text, n, head.Culture)?.Invariant ?? n.ToString(CultureInfo.InvariantCulture) : "");
        csv.NextRecord();
    }

    private static void Table(CsvWriter csv, ExportTable table, ExportHead head, CancellationToken cancellationToken)
    {
        csv.NextRecord();
        Line(csv, table.Title);
        if (table.Note.Length > 0) Line(csv, table.Note);
        if (table.Rows.Count == 0) return;
        var links = table.Rows.Any(r => r.Any(c => c.Href.Length > 0));
        foreach (var column in table.Columns) Text(csv, column);
        if (links) Text(csv, head.T("ColumnLink"));
        csv.NextRecord();
        foreach (var row in table.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var cell in row)
            {
                if (cell.Number is { } number) Number(csv, number.Invariant);
                else Text(csv, cell.Text);
            }

            // The first number's own page, else the first link of the row.
            if (links) Text(csv, (row.FirstOrDefault(c => c is { Number: not null, Href.Length: > 0 }) ?? row.FirstOrDefault(c => c.Href.Length > 0))?.Href ?? "");
            csv.NextRecord();
        }
    }

    private static void Line(CsvWriter csv, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields) Text(csv, field);
        csv.NextRecord();
    }

    private static void Number(CsvWriter csv, string digits) => csv.WriteField(digits);

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe in front.</summary>
    internal static string Harmless(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;

    // A line feed alone, too: readers end a line at it.
    private static bool MustBeQuoted(string? field) => field is { Length: > 0 } && (field.AsSpan().IndexOfAny(",\"\r\n") >= 0 || field[0] == ' ' || field[^1] == ' ');

    private static void Text(CsvWriter csv, string text) => csv.WriteField(Harmless(text));
}
