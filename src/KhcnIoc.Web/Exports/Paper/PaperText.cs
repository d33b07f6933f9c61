using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>Sets lines.</summary>
/// <param name="sum">The word for "Σ", which the font does not have and formulas need.</param>
internal sealed class PaperText(PaperFonts fonts, string sum)
{
    /// <summary>Height of a line over its size: capitals with two marks (Ễ) stay clear of the line above.</summary>
    public const double LineHeight = 1.36;

    /// <summary>From the top of a line to the foot of its letters, over its size.</summary>
    public const double Baseline = 1.04;

    public double Width(string text, double size, int weight) => fonts.Width(Clean(text), size, weight);

    /// <summary>Lines no wider than allowed: broken at spaces, and words that are too long wherever they reach the end.</summary>
    public List<string> Wrap(string text, double size, int weight, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (fonts.Width(longer, size, weight) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0) lines.Add(line);
            line = word;
            while (fonts.Width(line, size, weight) > width && line.Length > 1)
            {
                var fits = Fits(line, size, weight, width);
                lines.Add(line[..fits]);
                line = line[fits..];
            }
        }

        if (line.Length > 0) lines.Add(line);
        return lines;
    }

    /// <summary>The same, but no more lines than allowed; the last ends in an ellipsis where something is missing.</summary>
    public List<string> Wrap(string text, double size, int weight, double width, int most)
    {
        var lines = Wrap(text, size, weight, width);
        if (lines.Count <= most) return lines;
        lines = lines[..most];
        lines[^1] = Cut(lines[^1] + " …", size, weight, width);
        return lines;
    }

    /// <summary>One line, with an ellipsis where it is too long.</summary>
    public string Cut(string text, double size, int weight, double width)
    {
        var clean = Clean(text);
        if (fonts.Width(clean, size, weight) <= width) return clean;
        var fits = Fits(clean, size, weight, width - fonts.Width("…", size, weight));
        return clean[..fits].TrimEnd(' ', '…') + "…";
    }

    /// <summary>Writes a line whose top is given.</summary>
    public void Line(List<Shape> shapes, string text, double x, double top, double size, Ink ink = Ink.Text, int weight = 500, Anchor anchor = Anchor.Start)
    {
        if (text.Length > 0) shapes.Add(new TextShape(x, top + (size * Baseline), Clean(text), size, ink, weight, anchor));
    }

    private int Fits(string text, double size, int weight, double width)
    {
        var fits = 1;
        for (var used = fonts.Width(text[..1], size, weight); fits < text.Length && (used += fonts.Width(text[fits..(fits + 1)], size, weight)) <= width;) fits++;
        return fits;
    }

    private string Clean(string text) => fonts.Clean(text.Replace("Σ", sum, StringComparison.Ordinal));
}
