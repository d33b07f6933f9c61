using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>Sets a table: as wide as the column of text, rows as high as their longest cell, heads on each page.</summary>
internal sealed class PaperTable(PaperText text, ExportHead head, string origin)
{
    private const double Pad = 4, Top = 3, Mark = 9, LargestSize = 8.5, SmallestSize = 6.5;

    /// <summary>How wide it has to be at the smallest size so that no word is broken.</summary>
    public double NarrowestWidth(TableView table) => Limits(table, SmallestSize).Sum(l => l.Least);

    /// <param name="most">Rows beyond are left out, and a line says so.</param>
    public PaperBlock Block(TableView table, double width, int most)
    {
        var size = LargestSize;
        while (size > SmallestSize && Limits(table, size).Sum(l => l.Least) > width) size -= 0.5;
        var widths = Share(Limits(table, size), width);
        var caption = new List<PaperStrip>();
        foreach (var line in text.Wrap(table.Caption, 9.5, 600, width)) caption.Add(Line(line, 9.5, 600, Ink.Text, keep: true));
        if (table.Rows.Count == 0)
        {
            var empty = caption.Concat(text.Wrap(table.EmptyText, LargestSize, 500, width).Select(l => Line(l, LargestSize, 500, Ink.Dim))).Concat(Notes(table.Note, width));
            return new([], [.. empty, new PaperStrip(8)]);
        }

        var rows = new List<PaperStrip>();
        foreach (var row in table.Rows.Take(most)) rows.Add(Row(table, row, widths, width, size));
        if (table.Rows.Count > most) rows.AddRange(Notes(head.T("RowsLeftOut", table.Rows.Count - most), width));
        rows.AddRange(Notes(table.Note, width));
        rows.Add(new PaperStrip(8));
        var heads = Heads(table, widths, width, size);
        return new([heads], [.. caption, heads, .. rows]);
    }

    private PaperStrip Heads(TableView table, double[] widths, double width, double size)
    {
        var lines = table.Columns.Select((c, i) => text.Wrap(TitleOf(c), size, 600, widths[i] - (2 * Pad))).ToList();
        var strip = new PaperStrip((lines.Max(l => l.Count) * size * PaperText.LineHeight) + (2 * Top)) { KeepWithNext = true };
        strip.Shapes.Add(new RectShape(0, 0, width, strip.Height, Ink.Track));
        var x = 0d;
        for (var i = 0; i < widths.Length; i++)
        {
            var right = table.Columns[i].Kind == ColumnKind.Number;
            var y = strip.Height - Top - (lines[i].Count * size * PaperText.LineHeight);
            foreach (var line in lines[i])
            {
                text.Line(strip.Shapes, line, right ? x + widths[i] - Pad : x + Pad, y, size, Ink.Text, 600, right ? Anchor.End : Anchor.Start);
                y += size * PaperText.LineHeight;
            }

            x += widths[i];
        }

        return strip;
    }

    private PaperStrip Row(TableView table, TableRow row, double[] widths, double width, double size)
    {
        var strip = new PaperStrip(0);
        var (x, height) = (0d, size * PaperText.LineHeight);
        var small = Math.Max(SmallestSize - 0.5, size - 1.5);
        for (var i = 0; i < widths.Length; i++)
        {
            var cell = row.Cells[i];
            var right = table.Columns[i].Kind == ColumnKind.Number;
            var mark = cell.Mark.Length > 0 ? Mark : 0;
            var inner = widths[i] - (2 * Pad) - mark;
            var y = Top;
            if (mark > 0) PaperMarks.Draw(strip.Shapes, cell.Mark, right ? x + widths[i] - Pad - mark + 2 : x + Pad, y + (size * 0.22), size * 0.84);
            var weight = row.Highlighted ? 600 : 500;
            foreach (var line in text.Wrap(TextOf(cell, table.Columns[i]), size, weight, inner)) Put(line, size, cell.Href.Length > 0 ? Ink.OnPath : Ink.Text, weight);
            var hint = cell.Simulated ? head.T("SimulatedCell") + (cell.Hint.Length > 0 ? " · " + cell.Hint : "") : cell.Hint;
            foreach (var line in text.Wrap(hint, small, 500, inner)) Put(line, small, cell.Simulated ? Ink.Behind : Ink.Dim, 500);
            if (ExportTable.Whole(cell.Href, origin) is { Length: > 0 } href) strip.Links.Add(new(x, 0, widths[i], y, href));
            height = Math.Max(height, y - Top);
            x += widths[i];

            void Put(string line, double letters, Ink ink, int weightOf)
            {
                text.Line(strip.Shapes, line, right ? x + widths[i] - Pad - mark : x + Pad + mark, y, letters, ink, weightOf, right ? Anchor.End : Anchor.Start);
                y += letters * PaperText.LineHeight;
            }
        }

        strip.Height = height + (2 * Top);
        if (row.Highlighted) strip.Shapes.Insert(0, new RectShape(0, 0, width, strip.Height, Ink.Track));
        strip.Shapes.Add(new PathShape(FormattableString.Invariant($"M0 {strip.Height:0.##}L{width:0.##} {strip.Height:0.##}"), Ink.None, Ink.Grid, 0.6));
        return strip;
    }

    private IEnumerable<PaperStrip> Notes(string note, double width) => text.Wrap(note, 7.8, 500, width).Select(l => Line(l, 7.8, 500, Ink.Dim));

    private PaperStrip Line(string line, double size, int weight, Ink ink, bool keep = false)
    {
        var strip = new PaperStrip((size * PaperText.LineHeight) + (keep ? 1.5 : 0.5)) { KeepWithNext = keep };
        text.Line(strip.Shapes, line, 0, 0, size, ink, weight);
        return strip;
    }

    private static string TitleOf(TableColumn column) => column.Unit.Length > 0 ? $"{column.Title} ({column.Unit})" : column.Title;

    // On paper there is no second column for units: they stand with their numbers where the heading does not say them.
    private string TextOf(TableCell cell, TableColumn column) =>
        cell.Number is not null && column.Unit.Length == 0 && cell.Unit.Length > 0 && !cell.Text.EndsWith(cell.Unit, StringComparison.Ordinal) ? Wording.WithUnit(cell.Text, cell.Unit, head.Culture) : cell.Text;

    // Of each column: the width that breaks no word, and the one that breaks no line. Hundreds of rows show what thousands would.
    private List<(double Least, double Full)> Limits(TableView table, double size)
    {
        var limits = new List<(double, double)>(table.Columns.Count);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var (least, full) = Of(TitleOf(table.Columns[i]), 600);
            full = Math.Min(full, Math.Max(least, 70));
            foreach (var row in table.Rows.Take(400))
            {
                var cell = row.Cells[i];
                var mark = cell.Mark.Length > 0 ? Mark : 0;
                var (word, line) = Of(TextOf(cell, table.Columns[i]), row.Highlighted ? 600 : 500);
                var (hintWord, hintLine) = Of(cell.Hint, 500);
                least = Math.Max(least, Math.Max(word, hintWord) + mark);
                full = Math.Max(full, Math.Max(line, hintLine) + mark);
            }

            limits.Add((Math.Min(least, 160) + (2 * Pad) + 0.2, full + (2 * Pad) + 0.2));
        }

        return limits;

        (double Word, double Line) Of(string words, int weight) =>
            words.Length == 0 ? (0, 0) : (words.Split(' ').Max(w => text.Width(w, size, weight)), text.Width(words, size, weight));
    }

    private static double[] Share(List<(double Least, double Full)> limits, double width)
    {
        var (least, full) = (limits.Sum(l => l.Least), limits.Sum(l => l.Full));
        if (least >= width) return [.. limits.Select(l => l.Least * width / least)];
        if (full <= width) return [.. limits.Select(l => l.Full * width / full)];

        // What is left over goes to the columns in the measure of what they want.
        var wanted = full - least;
        return [.. limits.Select(l => l.Least + ((l.Full - l.Least) / wanted * (width - least)))];
    }
}
