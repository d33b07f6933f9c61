using System.Globalization;
using System.Net;
using System.Text;

namespace KhcnIoc.Web.Pages.Drawings;

/// <summary>Writes drawings as SVG: for pages with classes that style sheets colour, for files with the colours of paper.</summary>
internal static class DrawingSvg
{
    /// <summary>How far apart the lines of a hatched area are, in the drawing's units.</summary>
    public const double HatchStep = 6;

    /// <summary>A whole <c>svg</c> element for a page. Fills are of class <c>f-INK</c>, strokes of class <c>s-INK</c>.</summary>
    /// <param name="id">Unique in the document; names the pattern of hatched areas.</param>
    public static string OnScreen(Drawing drawing, string id)
    {
        var svg = new StringBuilder(1024);
        svg.Append("<svg class=\"drawing\" viewBox=\"0 0 ").Append(Number(drawing.Width)).Append(' ').Append(Number(drawing.Height))
            .Append("\" role=\"img\" aria-label=\"").Append(Escaped(drawing.Label)).Append("\">");
        Append(svg, drawing, id, coloured: false);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The shapes alone, for an <c>svg</c> or <c>g</c> element of the caller.</summary>
    /// <param name="id">Unique in the document.</param>
    /// <param name="coloured">Colours of paper as attributes instead of classes.</param>
    public static void Append(StringBuilder svg, Drawing drawing, string id, bool coloured)
    {
        if (drawing.Shapes.Any(s => s is PathShape { Hatched: true } or RectShape { Hatched: true }))
        {
            var size = Number(HatchStep);
            svg.Append("<defs><pattern id=\"").Append(Escaped(id)).Append("\" width=\"").Append(size).Append("\" height=\"").Append(size)
                .Append("\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V").Append(size).Append("\" stroke-width=\"2.4\"");
            Stroke(svg, Ink.Unknown, coloured);
            svg.Append("/></pattern></defs>");
        }

        foreach (var shape in drawing.Shapes) Append(svg, shape, id, coloured);
    }

    private static void Append(StringBuilder svg, Shape shape, string id, bool coloured)
    {
        switch (shape)
        {
            case PathShape path:
                svg.Append("<path d=\"").Append(Escaped(path.Data)).Append('"');
                Paint(svg, path.Fill, path.Stroke, path.StrokeWidth, path.Hatched, id, coloured);
                if (path.Dash is { Count: > 0 } dash) svg.Append(" stroke-dasharray=\"").AppendJoin(' ', dash.Select(Number)).Append('"');
                if (path.Stroke != Ink.None) svg.Append(" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
                svg.Append("/>");
                break;
            case RectShape rect:
                svg.Append("<rect x=\"").Append(Number(rect.X)).Append("\" y=\"").Append(Number(rect.Y))
                    .Append("\" width=\"").Append(Number(Math.Max(0, rect.Width))).Append("\" height=\"").Append(Number(Math.Max(0, rect.Height))).Append('"');
                if (rect.Radius > 0) svg.Append(" rx=\"").Append(Number(rect.Radius)).Append('"');
                Paint(svg, rect.Fill, rect.Stroke, rect.StrokeWidth, rect.Hatched, id, coloured);
                svg.Append("/>");
                break;
            case CircleShape circle:
                svg.Append("<circle cx=\"").Append(Number(circle.X)).Append("\" cy=\"").Append(Number(circle.Y)).Append("\" r=\"").Append(Number(circle.Radius)).Append('"');
                Paint(svg, circle.Fill, circle.Stroke, circle.StrokeWidth, false, id, coloured);
                svg.Append("/>");
                break;
            case TextShape text:
                svg.Append("<text x=\"").Append(Number(text.X)).Append("\" y=\"").Append(Number(text.Y)).Append("\" font-size=\"").Append(Number(text.Size))
                    .Append("\" font-weight=\"").Append(text.Weight.ToString(CultureInfo.InvariantCulture)).Append('"');
                if (text.Anchor != Anchor.Start) svg.Append(" text-anchor=\"").Append(text.Anchor == Anchor.Middle ? "middle" : "end").Append('"');
                Paint(svg, text.Fill, Ink.None, 0, false, id, coloured);
                svg.Append('>').Append(Escaped(text.Text)).Append("</text>");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, null);
        }
    }

    // Hatching takes the place of the fill: there is nothing to show underneath.
    private static void Paint(StringBuilder svg, Ink fill, Ink stroke, double width, bool hatched, string id, bool coloured)
    {
        if (coloured)
        {
            svg.Append(" fill=\"").Append(hatched ? $"url(#{Escaped(id)})" : InkPalette.Of(fill) ?? "none").Append('"');
            if (stroke != Ink.None) Stroke(svg, stroke, coloured);
        }
        else
        {
            svg.Append(" class=\"").Append(hatched ? "hatched" : "f-" + InkPalette.Slug(fill));
            if (stroke != Ink.None) svg.Append(" s-").Append(InkPalette.Slug(stroke));
            svg.Append('"');
            if (hatched) svg.Append(" fill=\"url(#").Append(Escaped(id)).Append(")\"");
        }

        if (stroke != Ink.None) svg.Append(" stroke-width=\"").Append(Number(width)).Append('"');
    }

    private static void Stroke(StringBuilder svg, Ink ink, bool coloured) =>
        svg.Append(coloured ? $" stroke=\"{InkPalette.Of(ink) ?? "none"}\"" : $" class=\"s-{InkPalette.Slug(ink)}\"");

    internal static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => WebUtility.HtmlEncode(XmlText.Clean(text));
}
