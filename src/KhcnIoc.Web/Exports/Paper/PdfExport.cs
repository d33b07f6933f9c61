using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>A page as PDF: A4, in the product's own font, its text searchable and its drawings as lines.</summary>
internal static class PdfExport
{
    /// <summary>What is longer ends with a page that says how much is left out.</summary>
    public const int MostPages = 300;

    private const int MostRows = 2_000;

    public static byte[] Write(PageView view, ExportHead head, string origin, PaperFonts fonts, CancellationToken cancellationToken)
    {
        var composer = new PaperComposer(fonts, head, origin);
        var wide = composer.IsWide(view);
        var (pageWidth, pageHeight) = wide ? (PaperComposer.Long, PaperComposer.Short) : (PaperComposer.Short, PaperComposer.Long);
        var width = pageWidth - (2 * PaperComposer.Margin);
        var height = pageHeight - PaperComposer.TopMargin - PaperComposer.BottomMargin;
        var pages = Paginate(composer.Compose(view, width, height, MostRows), height, cancellationToken);
        if (pages.Count > MostPages)
        {
            var left = pages.Count - (MostPages - 1);
            pages.RemoveRange(MostPages - 1, left);
            pages.AddRange(Paginate([composer.Cut(left, width)], height, cancellationToken));
        }

        using var file = new PdfFile(fonts.Face);
        var contents = new List<(string, IReadOnlyList<PaperLink>)>(pages.Count);
        for (var i = 0; i < pages.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var canvas = new PdfCanvas(file, fonts, pageHeight);
            var links = new List<PaperLink>();
            canvas.Shapes(Frame(composer, head, i, pages.Count, width, pageHeight), PaperComposer.Margin, 0);
            foreach (var (strip, top) in pages[i])
            {
                var y = top + PaperComposer.TopMargin;
                canvas.Shapes(strip.Shapes, PaperComposer.Margin, y);
                foreach (var placed in strip.Drawings) canvas.Drawing(placed, PaperComposer.Margin, y);
                links.AddRange(strip.Links.Select(l => l with { X = PaperComposer.Margin + l.X, Y = y + l.Y }));
            }

            contents.Add((canvas.Content, links));
        }

        return file.Write(contents, pageWidth, pageHeight, [("Title", head.Title), ("Author", head.Province), ("Subject", head.Simulated), ("Creator", "KHCN IOC " + head.Build)], head.Culture.Name);
    }

    /// <summary>Strips with their place from the top, page by page.</summary>
    internal static List<List<(PaperStrip Strip, double Top)>> Paginate(IEnumerable<PaperBlock> blocks, double height, CancellationToken cancellationToken)
    {
        var pages = new List<List<(PaperStrip, double)>> { new() };
        var y = 0d;
        var all = blocks.SelectMany(b => b.Strips.Select(s => (Strip: s, b.Repeated))).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (strip, repeated) = all[i];
            var needed = strip.Height;
            for (var next = i; next + 1 < all.Count && all[next].Strip.KeepWithNext && next - i < 6; next++) needed += all[next + 1].Strip.Height;
            if (y > 0 && y + Math.Min(needed, height) > height + 0.01)
            {
                pages.Add([]);
                y = 0;
                // The block goes on: its heads again, unless it only begins here.
                var begins = repeated.Count == 0 || all.Skip(i).TakeWhile(s => ReferenceEquals(s.Repeated, repeated)).Any(s => repeated.Contains(s.Strip));
                if (!begins)
                {
                    foreach (var again in repeated) Put(again);
                }
            }

            Put(strip);
        }

        return pages;

        void Put(PaperStrip strip)
        {
            // Space at the top of a page is no use.
            if (y == 0 && pages.Count > 1 && strip is { Shapes.Count: 0, Drawings.Count: 0 }) return;
            pages[^1].Add((strip, y));
            y += strip.Height;
        }
    }

    // What stands on each page: the mark of simulated figures, the title from the second page on, moment, address and number.
    private static List<Shape> Frame(PaperComposer composer, ExportHead head, int page, int pages, double width, double pageHeight)
    {
        var (shapes, text) = (new List<Shape>(), composer.Text);
        var marked = 0d;
        if (head.Simulated.Length > 0)
        {
            marked = text.Width(head.Simulated, 8, 700) + 12;
            shapes.Add(new RectShape(width - marked, 18, marked, 15, Ink.None, Ink.Behind, 1, Radius: 2));
            text.Line(shapes, head.Simulated, width - 6, 20.2, 8, Ink.Behind, 700, Anchor.End);
        }

        if (page > 0) text.Line(shapes, text.Cut($"{head.Province} · {head.Title}", 8, 500, width - marked - 12), 0, 20.2, 8, Ink.Dim);
        var bottom = pageHeight - PaperComposer.BottomMargin + 14;
        shapes.Add(new PathShape(FormattableString.Invariant($"M0 {bottom - 4:0.##}L{width:0.##} {bottom - 4:0.##}"), Ink.None, Ink.Grid, 0.6));
        var known = head.T("KnownAtLine", head.KnownAt) + (head.Moment.Length > 0 ? " · " + head.Moment : "");
        var number = head.T("PageOf", page + 1, pages);
        text.Line(shapes, text.Cut(known, 7.2, 500, width - text.Width(number, 7.2, 500) - 12), 0, bottom, 7.2, Ink.Dim);
        text.Line(shapes, number, width, bottom, 7.2, Ink.Dim, 500, Anchor.End);
        text.Line(shapes, text.Cut(head.Address, 7.2, 500, width), 0, bottom + 9.8, 7.2, Ink.Dim);
        return shapes;
    }
}
