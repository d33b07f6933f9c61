using System.Globalization;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Maps;

/// <summary>A map as a drawing for files and paper: title, shapes with their marks, legend and notes.</summary>
internal static class MapDrawings
{
    private const double Edge = 20, TitleSize = 30, TextSize = 22, Row = 38, Box = 26, MarkSize = 13;

    public static Drawing ToDrawing(MapView view)
    {
        var shapes = new List<Shape>();
        var width = Math.Max(view.Geometry.Width, 700) + (2 * Edge);
        var left = (width - view.Geometry.Width) / 2;
        var y = Edge;
        foreach (var line in Lines(view.Title, width - (2 * Edge), TitleSize))
        {
            y += TitleSize * 1.25;
            shapes.Add(new TextShape(Edge, y, line, TitleSize, Weight: 700));
        }

        y += Edge;
        var paths = view.Geometry.Shapes.ToDictionary(s => s.Area, s => s.Path);
        foreach (var shape in view.Shapes)
        {
            shapes.Add(new PathShape(Moved(paths[shape.Area], left, y), InkOf(shape.Tone), Ink.Paper, 1.2, Hatched: shape.Tone == "none", Dash: null));
        }

        shapes.Add(new PathShape(Moved(view.Geometry.Outline, left, y), Ink.None, Ink.Dim, 1.6));
        foreach (var shape in view.Shapes)
        {
            if (shape.Mark.Length > 0) shapes.AddRange(Mark(shape.Mark, left + shape.X, y + shape.Y, Ink.Paper));
            if (shape.Stale) shapes.Add(new CircleShape(left + shape.X, y + shape.Y, MarkSize * 0.8, Ink.None, Ink.Paper, 2));
        }

        y += view.Geometry.Height + Edge + TextSize;
        shapes.Add(new TextShape(Edge, y, view.LegendTitle, TextSize, Weight: 600));
        y += 12;
        var columns = width > 900 ? 3 : 2;
        var column = (width - (2 * Edge)) / columns;
        for (var i = 0; i < view.Legend.Count; i++)
        {
            var entry = view.Legend[i];
            var (x, top) = (Edge + (column * (i % columns)), y + (Row * (i / columns)));
            shapes.Add(new RectShape(x, top, Box, Box, entry.Stale ? Ink.None : InkOf(entry.Tone), Ink.Dim, 1, entry.Tone == "none", 3));
            if (entry.Mark.Length > 0) shapes.AddRange(Mark(entry.Mark, x + (Box / 2), top + (Box / 2), Ink.Paper));
            if (entry.Stale) shapes.Add(new CircleShape(x + (Box / 2), top + (Box / 2), MarkSize * 0.8, Ink.None, Ink.Dim, 2));
            shapes.Add(new TextShape(x + Box + 10, top + (Box * 0.78), $"{entry.Text}: {entry.Count.ToString(CultureInfo.InvariantCulture)}", TextSize));
        }

        y += (Row * ((view.Legend.Count + columns - 1) / columns)) + 4;
        foreach (var note in new[] { view.SimulatedNote, view.Note }.Where(n => n.Length > 0))
        {
            foreach (var line in Lines(note, width - (2 * Edge), TextSize * 0.86))
            {
                y += TextSize * 1.25;
                shapes.Add(new TextShape(Edge, y, line, TextSize * 0.86, Ink.Dim));
            }
        }

        return new(width, y + Edge, shapes, view.Title);
    }

    private static Ink InkOf(string tone) => tone switch
    {
        "behind" => Ink.Behind,
        "watch" => Ink.Watch,
        "on-path" => Ink.OnPath,
        "met" => Ink.Met,
        "unknown" => Ink.Unknown,
        ['s', var step] when char.IsAsciiDigit(step) => Ink.Step1 + (step - '1'),
        _ => Ink.None,
    };

    // The same outlines as the symbols on screen.
    private static IEnumerable<Shape> Mark(string mark, double x, double y, Ink ink)
    {
        const double R = MarkSize / 2;
        switch (mark)
        {
            case "behind":
                yield return new RectShape(x - R, y - R, 2 * R, 2 * R, ink);
                break;
            case "watch":
                yield return new PathShape(FormattableString.Invariant($"M{x:0.0} {y - R:0.0}L{x + R:0.0} {y + R:0.0}L{x - R:0.0} {y + R:0.0}Z"), ink, Ink.None);
                break;
            case "on-path":
                yield return new CircleShape(x, y, R * 0.85, ink);
                break;
            case "met":
                yield return new PathShape(FormattableString.Invariant($"M{x - R:0.0} {y:0.0}L{x - (R / 3):0.0} {y + (R * 0.7):0.0}L{x + R:0.0} {y - (R * 0.7):0.0}"), Ink.None, ink, 3);
                break;
            default:
                yield return new PathShape(FormattableString.Invariant($"M{x - R:0.0} {y:0.0}L{x + R:0.0} {y:0.0}"), Ink.None, ink, 3);
                break;
        }
    }

    private static string Moved(string path, double dx, double dy)
    {
        var text = new System.Text.StringBuilder(path.Length + 64);
        var at = 0;
        while (at < path.Length)
        {
            if (path[at] == 'Z')
            {
                text.Append('Z');
                at++;
                continue;
            }

            var space = path.IndexOf(' ', at);
            var end = path.AsSpan(space).IndexOfAny('M', 'L', 'Z') is var next and >= 0 ? space + next : path.Length;
            text.Append(path[at])
                .Append((double.Parse(path.AsSpan(at + 1, space - at - 1), CultureInfo.InvariantCulture) + dx).ToString("0.#", CultureInfo.InvariantCulture)).Append(' ')
                .Append((double.Parse(path.AsSpan(space + 1, end - space - 1), CultureInfo.InvariantCulture) + dy).ToString("0.#", CultureInfo.InvariantCulture));
            at = end;
        }

        return text.ToString();
    }

    // Letters of the font are a little wider than half their size.
    private static IEnumerable<string> Lines(string text, double width, double size)
    {
        var most = (int)(width / (size * 0.56));
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > most)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : line + " " + word;
        }

        if (line.Length > 0) yield return line;
    }
}
