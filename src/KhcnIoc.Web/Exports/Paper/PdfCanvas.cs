using System.Globalization;
using System.Text;
using KhcnIoc.Web.Pages.Drawings;
using static KhcnIoc.Web.Exports.Paper.PdfFile;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>The content of one page of a PDF, which counts from its lower edge; shapes count from the upper one.</summary>
internal sealed class PdfCanvas(PdfFile file, PaperFonts fonts, double pageHeight)
{
    /// <summary>How far a Bézier curve's handles are out for a quarter of a circle.</summary>
    private const double Quarter = 0.5523;

    private readonly StringBuilder _content = new(4096);

    public string Content => _content.ToString();

    public void Shapes(IEnumerable<Shape> shapes, double x, double y) => Draw(shapes, x, y, 1);

    public void Drawing(PlacedDrawing placed, double x, double y) => Draw(placed.Drawing.Shapes, x + placed.X, y + placed.Y, placed.Scale);

    // Scaled here and not by the page's matrix: the lines of a hatching keep their weight.
    private void Draw(IEnumerable<Shape> shapes, double left, double top, double scale)
    {
        foreach (var shape in shapes)
        {
            switch (shape)
            {
                case PathShape path:
                    var figures = PathData.Parse(path.Data);
                    if (figures.Count == 0) break;
                    var outline = Outline(figures, left, top, scale);
                    if (path.Hatched) Hatch(outline, Bounds(figures, left, top, scale));
                    Paint(outline, path.Hatched ? Ink.None : path.Fill, path.Stroke, path.StrokeWidth * scale, path.Dash?.Select(d => d * scale));
                    break;
                case RectShape rect:
                    var (x, y, width, height) = (left + (rect.X * scale), top + (rect.Y * scale), Math.Max(0, rect.Width * scale), Math.Max(0, rect.Height * scale));
                    var edges = Rect(x, y, width, height, Math.Min(rect.Radius * scale, Math.Min(width, height) / 2));
                    if (rect.Hatched) Hatch(edges, (x, y, x + width, y + height));
                    Paint(edges, rect.Hatched ? Ink.None : rect.Fill, rect.Stroke, rect.StrokeWidth * scale);
                    break;
                case CircleShape circle:
                    var r = circle.Radius * scale;
                    Paint(Rect(left + (circle.X * scale) - r, top + (circle.Y * scale) - r, 2 * r, 2 * r, r), circle.Fill, circle.Stroke, circle.StrokeWidth * scale);
                    break;
                case TextShape text:
                    Text(text, left, top, scale);
                    break;
            }
        }
    }

    private void Text(TextShape text, double left, double top, double scale)
    {
        var (words, size, weight) = (fonts.Clean(text.Text), text.Size * scale, PaperFonts.Nearest(text.Weight));
        if (words.Length == 0 || Colour(text.Fill, "rg") is not { } colour) return;
        var width = text.Anchor == Anchor.Start ? 0 : fonts.Width(words, size, weight);
        var x = left + (text.X * scale) - (text.Anchor == Anchor.Middle ? width / 2 : width);
        _content.Append(CultureInfo.InvariantCulture, $"BT {colour} /F{weight} {N(size)} Tf {N(x)} {Y(top + (text.Y * scale))} Td <{file.Glyphs(words, weight)}> Tj ET\n");
    }

    private void Paint(string outline, Ink fill, Ink stroke, double width, IEnumerable<double>? dash = null)
    {
        var (filled, drawn) = (Colour(fill, "rg"), width > 0 ? Colour(stroke, "RG") : null);
        if (filled is null && drawn is null) return;
        if (filled is not null) _content.Append(filled).Append(' ');
        if (drawn is not null) _content.Append(CultureInfo.InvariantCulture, $"{drawn} {N(Math.Max(width, 0.1))} w 1 J 1 j [{string.Join(' ', (dash ?? []).Select(N))}] 0 d ");
        _content.Append(outline).Append(filled is not null && drawn is not null ? "B\n" : filled is not null ? "f\n" : "S\n");
    }

    private void Hatch(string outline, (double Left, double Top, double Right, double Bottom) area)
    {
        const double Step = DrawingSvg.HatchStep * 0.75;
        var height = area.Bottom - area.Top;
        var lines = new StringBuilder();
        for (var x = area.Left - height; x < area.Right; x += Step) lines.Append(CultureInfo.InvariantCulture, $"{N(x)} {Y(area.Bottom)} m {N(x + height)} {Y(area.Top)} l ");
        _content.Append("q ").Append(outline).Append("W n ");
        Paint(lines.ToString(), Ink.None, Ink.Unknown, 0.7);
        _content.Append("Q\n");
    }

    private string Outline(IReadOnlyList<PathData.Figure> figures, double left, double top, double scale)
    {
        var outline = new StringBuilder();
        foreach (var figure in figures)
        {
            var command = 'm';
            foreach (var (x, y) in figure.Points)
            {
                outline.Append(CultureInfo.InvariantCulture, $"{N(left + (x * scale))} {Y(top + (y * scale))} {command} ");
                command = 'l';
            }

            if (figure.Closed) outline.Append("h ");
        }

        return outline.ToString();
    }

    private string Rect(double x, double y, double width, double height, double round)
    {
        if (round <= 0) return $"{N(x)} {Y(y + height)} {N(width)} {N(height)} re ";
        var (right, bottom, out_) = (x + width, y + height, round * (1 - Quarter));
        return $"{N(x + round)} {Y(y)} m {N(right - round)} {Y(y)} l {N(right - out_)} {Y(y)} {N(right)} {Y(y + out_)} {N(right)} {Y(y + round)} c " +
            $"{N(right)} {Y(bottom - round)} l {N(right)} {Y(bottom - out_)} {N(right - out_)} {Y(bottom)} {N(right - round)} {Y(bottom)} c " +
            $"{N(x + round)} {Y(bottom)} l {N(x + out_)} {Y(bottom)} {N(x)} {Y(bottom - out_)} {N(x)} {Y(bottom - round)} c " +
            $"{N(x)} {Y(y + round)} l {N(x)} {Y(y + out_)} {N(x + out_)} {Y(y)} {N(x + round)} {Y(y)} c h ";
    }

    private static (double Left, double Top, double Right, double Bottom) Bounds(IReadOnlyList<PathData.Figure> figures, double left, double top, double scale)
    {
        var points = figures.SelectMany(f => f.Points).ToList();
        return (left + (points.Min(p => p.X) * scale), top + (points.Min(p => p.Y) * scale), left + (points.Max(p => p.X) * scale), top + (points.Max(p => p.Y) * scale));
    }

    private static string? Colour(Ink ink, string command) =>
        InkPalette.Parts(ink) is var (red, green, blue) ? string.Create(CultureInfo.InvariantCulture, $"{red / 255d:0.###} {green / 255d:0.###} {blue / 255d:0.###} {command}") : null;

    private string Y(double y) => N(pageHeight - y);
}
