using System.Net;
using System.Text;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>A page as one picture that stands alone: fonts inside, nothing fetched. Browsers make the PNG from it.</summary>
internal static class SvgExport
{
    /// <summary>A picture of everybody's commune is for reading, not for archives: more rows are in the workbook.</summary>
    public const int MostRows = 60;

    /// <summary>In points: as high as seven sheets. Canvases of tablets end at 16 million pixels.</summary>
    public const double Highest = 5_600;

    /// <summary>Pixels a point at the picture's natural size.</summary>
    private const double Scale = 1.5;

    public static byte[] Write(PageView view, ExportHead head, string origin, PaperFonts fonts, CancellationToken cancellationToken)
    {
        var composer = new PaperComposer(fonts, head, origin);
        var pageWidth = composer.IsWide(view) ? PaperComposer.Long : PaperComposer.Short;
        var width = pageWidth - (2 * PaperComposer.Margin);
        var body = new StringBuilder();
        var (y, number, left) = (PaperComposer.Margin, 0, 0);
        foreach (var block in composer.Compose(view, width, 1_200, MostRows))
        {
            foreach (var strip in block.Strips)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (y + strip.Height > Highest)
                {
                    left++;
                    continue;
                }

                Append(body, strip, y, ref number);
                y += strip.Height;
            }
        }

        if (left > 0)
        {
            var more = new PaperStrip(20);
            composer.Text.Line(more.Shapes, head.T("PictureCut"), 0, 4, 9, Ink.Watch, 600);
            Append(body, more, y, ref number);
            y += more.Height;
        }

        var frame = new PaperStrip(0);
        if (head.Simulated.Length > 0)
        {
            var marked = composer.Text.Width(head.Simulated, 8, 700) + 12;
            frame.Shapes.Add(new RectShape(width - marked, 0, marked, 15, Ink.None, Ink.Behind, 1, Radius: 2));
            composer.Text.Line(frame.Shapes, head.Simulated, width - 6, 2.2, 8, Ink.Behind, 700, Anchor.End);
        }

        Append(body, frame, PaperComposer.Margin / 2, ref number);
        var height = y + PaperComposer.Margin;
        var svg = new StringBuilder(body.Length + 200_000);
        svg.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").Append(DrawingSvg.Number(pageWidth * Scale)).Append("\" height=\"").Append(DrawingSvg.Number(height * Scale))
            .Append("\" viewBox=\"0 0 ").Append(DrawingSvg.Number(pageWidth)).Append(' ').Append(DrawingSvg.Number(height)).Append("\" font-family=\"'").Append(PaperFonts.Family)
            .Append("','Noto Sans',sans-serif\" font-weight=\"500\" xml:lang=\"").Append(head.Culture.TwoLetterISOLanguageName).Append("\"><title>").Append(WebUtility.HtmlEncode(XmlText.Clean(head.Title)))
            .Append("</title><style>").Append(fonts.Style).Append("</style><rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>").Append(body).Append("</svg>");
        return Encoding.UTF8.GetBytes(svg.ToString());
    }

    private static void Append(StringBuilder svg, PaperStrip strip, double y, ref int number)
    {
        if (strip is { Shapes.Count: 0, Drawings.Count: 0 }) return;
        svg.Append("<g transform=\"translate(").Append(DrawingSvg.Number(PaperComposer.Margin)).Append(' ').Append(DrawingSvg.Number(y)).Append(")\">");
        DrawingSvg.Append(svg, new Drawing(0, 0, strip.Shapes, ""), $"h{number++}", coloured: true);
        foreach (var placed in strip.Drawings)
        {
            svg.Append("<g transform=\"translate(").Append(DrawingSvg.Number(placed.X)).Append(' ').Append(DrawingSvg.Number(placed.Y)).Append(") scale(")
                .Append(placed.Scale.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)).Append(")\">");
            DrawingSvg.Append(svg, placed.Drawing, $"h{number++}", coloured: true);
            svg.Append("</g>");
        }

        svg.Append("</g>");
    }
}
