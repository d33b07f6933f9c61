using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>Sets a page's blocks on paper. What it makes is written as PDF, page by page, or as one picture.</summary>
internal sealed class PaperComposer(PaperFonts fonts, ExportHead head, string origin)
{
    /// <summary>A4 in points, and its margins.</summary>
    public const double Short = 595.28, Long = 841.89, Margin = 36, TopMargin = 46, BottomMargin = 50;

    private readonly PaperText _text = new(fonts, head.T("Sum"));

    public PaperText Text => _text;

    /// <summary>Whether a table needs the long side to keep its words whole.</summary>
    public bool IsWide(PageView view)
    {
        var table = new PaperTable(_text, head, origin);
        return view.Blocks.OfType<TableBlock>().Any(t => table.NarrowestWidth(t.Table) > Short - (2 * Margin));
    }

    /// <param name="width">Of the column of text.</param>
    /// <param name="highest">The tallest strip that fits.</param>
    /// <param name="mostRows">Of a table.</param>
    public IEnumerable<PaperBlock> Compose(PageView view, double width, double highest, int mostRows)
    {
        yield return new([], [.. Title(width)]);
        var tables = new PaperTable(_text, head, origin);
        foreach (var block in view.Blocks)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    yield return new([], [new PaperStrip(6) { KeepWithNext = true }, .. Lines(heading.Text, 12.5, 700, Ink.Text, width, keep: true)]);
                    break;
                case TextBlock text:
                    yield return new([], text.IsNotice ? [.. Notice(text.Text, width)] : [.. Lines(text.Text, 9.5, 500, Ink.Text, width), new PaperStrip(3)]);
                    break;
                case FactsBlock facts:
                    yield return new([], [.. facts.Facts.Select(f => Row(f, width)), new PaperStrip(8)]);
                    break;
                case TilesBlock tiles:
                    var linked = tiles.Tiles.Select(t => (t.View, origin + view.Context.Links.Figure(KeyOf(t.View.Slots)))).ToList();
                    yield return new([], [.. new PaperTiles(_text).Strips(linked, width), new PaperStrip(2)]);
                    break;
                case TableBlock table:
                    yield return tables.Block(table.Table, width, mostRows);
                    break;
                case DrawingBlock drawing:
                    yield return new([], [Picture(drawing, width, highest)]);
                    break;
            }
        }

        yield return new([], [.. Colophon(width)]);
    }

    /// <summary>What ends a document that is longer than what is printed.</summary>
    public PaperBlock Cut(int pagesLeftOut, double width) => new([], [.. Notice(head.T("PagesLeftOut", pagesLeftOut), width), .. Colophon(width)]);

    private static Core.Indicators.SeriesKey KeyOf(IReadOnlyDictionary<string, string> slots) =>
        new(slots[Views.Slots.AttributeIndicator], slots[Views.Slots.AttributeArea], slots[Views.Slots.AttributeAgency]);

    private IEnumerable<PaperStrip> Title(double width)
    {
        foreach (var strip in Lines(head.Province, 9.5, 600, Ink.Dim, width, keep: true)) yield return strip;
        foreach (var strip in Lines(head.Title, 18, 700, Ink.Text, width, keep: true)) yield return strip;
        foreach (var strip in Lines(head.Subtitle, 9.5, 500, Ink.Dim, width, keep: true)) yield return strip;
        foreach (var strip in Lines(head.T("KnownAtLine", head.KnownAt), 9.5, 600, Ink.Text, width)) yield return strip;
        foreach (var strip in Notice(head.Moment, width)) yield return strip;
        if (head.Simulated.Length > 0)
        {
            foreach (var strip in Notice(head.Simulated + ". " + head.T("SimulatedHint"), width)) yield return strip;
        }

        yield return new PaperStrip(8);
    }

    private IEnumerable<PaperStrip> Colophon(double width)
    {
        yield return Rule(width);
        (string Label, string Text, string Href)[] lines =
        [
            (head.T("Sources"), head.Sources, ""), (head.T("Address"), head.Address, head.Address), (head.T("Build"), head.T("BuildText", head.Build, head.Commit), ""),
        ];
        foreach (var (label, value, href) in lines)
        {
            foreach (var strip in Lines($"{label}: {value}", 7.8, 500, Ink.Dim, width))
            {
                if (href.Length > 0) strip.Links.Add(new(0, 0, width, strip.Height, href));
                yield return strip;
            }
        }
    }

    private static PaperStrip Rule(double width)
    {
        var strip = new PaperStrip(8) { KeepWithNext = true };
        strip.Shapes.Add(new PathShape(FormattableString.Invariant($"M0 3L{width:0.##} 3"), Ink.None, Ink.Line, 0.8));
        return strip;
    }

    private IEnumerable<PaperStrip> Lines(string text, double size, int weight, Ink ink, double width, bool keep = false)
    {
        foreach (var line in _text.Wrap(text, size, weight, width))
        {
            var strip = new PaperStrip(size * PaperText.LineHeight) { KeepWithNext = keep };
            _text.Line(strip.Shapes, line, 0, 0, size, ink, weight);
            yield return strip;
        }
    }

    // A bar at its side, going on through all of its lines.
    private IEnumerable<PaperStrip> Notice(string text, double width)
    {
        if (text.Length == 0) yield break;
        yield return new PaperStrip(4);
        foreach (var line in _text.Wrap(text, 9.2, 600, width - 12))
        {
            var strip = new PaperStrip(9.2 * PaperText.LineHeight);
            strip.Shapes.Add(new RectShape(0, 0, 3, strip.Height + 0.1, Ink.Watch));
            _text.Line(strip.Shapes, line, 10, 0, 9.2, Ink.Text, 600);
            yield return strip;
        }

        yield return new PaperStrip(4);
    }

    private PaperStrip Row(Fact fact, double width)
    {
        const double Size = 9.2;
        var left = width * 0.36;
        var mark = fact.Mark.Length > 0 ? 11 : 0;
        var labels = _text.Wrap(fact.Label, Size, 500, left - 8);
        var values = _text.Wrap(fact.Text, Size, 600, width - left - mark);
        var strip = new PaperStrip((Math.Max(1, Math.Max(labels.Count, values.Count)) * Size * PaperText.LineHeight) + 4);
        for (var i = 0; i < labels.Count; i++) _text.Line(strip.Shapes, labels[i], 0, 2 + (i * Size * PaperText.LineHeight), Size, Ink.Dim);
        for (var i = 0; i < values.Count; i++) _text.Line(strip.Shapes, values[i], left + mark, 2 + (i * Size * PaperText.LineHeight), Size, fact.Href.Length > 0 ? Ink.OnPath : Ink.Text, 600);
        if (mark > 0) PaperMarks.Draw(strip.Shapes, fact.Mark, left, 3.6, 7.8);
        if (ExportTable.Whole(fact.Href, origin) is { Length: > 0 } href) strip.Links.Add(new(left, 0, width - left, strip.Height, href));
        strip.Shapes.Add(new PathShape(FormattableString.Invariant($"M0 {strip.Height:0.##}L{width:0.##} {strip.Height:0.##}"), Ink.None, Ink.Grid, 0.6));
        return strip;
    }

    // Picture and caption stay together.
    private PaperStrip Picture(DrawingBlock block, double width, double highest)
    {
        const double Size = 8.2;
        var lines = _text.Wrap(block.Caption, Size, 500, width);
        var captions = lines.Count * Size * PaperText.LineHeight;
        var scale = Math.Min(width / block.Drawing.Width, (highest - captions - 16) / block.Drawing.Height);
        var high = block.Drawing.Height * scale;
        var strip = new PaperStrip(high + captions + 14);
        strip.Drawings.Add(new(block.Drawing, (width - (block.Drawing.Width * scale)) / 2, 0, scale));
        for (var i = 0; i < lines.Count; i++) _text.Line(strip.Shapes, lines[i], 0, high + 4 + (i * Size * PaperText.LineHeight), Size, Ink.Dim);
        return strip;
    }
}
