using System.Globalization;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Pages.Drawings;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>Draws tiles from the same views as screens do.</summary>
internal sealed class PaperTiles(PaperText text)
{
    private const double Gap = 8, Left = 10, Right = 8, Top = 5, Bottom = 5, NameSize = 9, NameLine = 12, SmallSize = 7.5, SmallLine = 10.4, Narrowest = 225;

    /// <param name="tiles">A view with where it leads.</param>
    public IEnumerable<PaperStrip> Strips(IReadOnlyList<(ViewPart View, string Href)> tiles, double width)
    {
        var columns = Math.Max(1, (int)((width + Gap) / (Narrowest + Gap)));
        var each = (width - (Gap * (columns - 1))) / columns;
        foreach (var row in tiles.Chunk(columns))
        {
            var names = row.Max(t => text.Wrap(t.View.Slots[Slots.Name], NameSize, 600, each - Left - Right, 2).Count);
            var drawn = row.Select(t => Draw(t.View.Slots, each, names)).ToList();
            var height = drawn.Max(d => d.Height);
            var strip = new PaperStrip(height + Gap);
            for (var i = 0; i < row.Length; i++)
            {
                var x = i * (each + Gap);
                var standing = row[i].View.Slots[Slots.AttributeStanding];
                strip.Shapes.Add(new RectShape(x, 0, each, height, Ink.Paper, Ink.Grid, 0.8, Radius: 3));
                if (EdgeOf(row[i].View.Slots, standing) is var edge and not Ink.None) strip.Shapes.Add(new RectShape(x, 0, 3.2, height, edge));
                strip.Drawings.Add(new(new Drawing(each, height, drawn[i].Shapes, row[i].View.Slots[Slots.Name]), x, 0, 1));
                if (row[i].Href.Length > 0) strip.Links.Add(new(x, 0, each, height, row[i].Href));
            }

            yield return strip;
        }
    }

    private static bool IsOld(IReadOnlyDictionary<string, string> slots) => slots[Slots.AttributeState] is "stale" or "missing" or "error";

    private static Ink EdgeOf(IReadOnlyDictionary<string, string> slots, string standing) =>
        IsOld(slots) ? Ink.Unknown : standing switch { "behind" => Ink.Behind, "watch" => Ink.Watch, _ => Ink.None };

    private (List<Shape> Shapes, double Height) Draw(IReadOnlyDictionary<string, string> slots, double width, int nameLines)
    {
        var shapes = new List<Shape>();
        var inner = width - Left - Right;
        var y = Top;
        foreach (var line in text.Wrap(slots[Slots.Name], NameSize, 600, inner, 2))
        {
            text.Line(shapes, line, Left, y, NameSize, Ink.Text, 600);
            y += NameLine;
        }

        y = Top + (nameLines * NameLine) + 1;
        Value(shapes, slots, y, inner);
        y += 26;
        Bar(shapes, slots, y, inner);
        y += 11;
        y = Words(shapes, slots, y, inner);
        return (shapes, y + Bottom);
    }

    private void Value(List<Shape> shapes, IReadOnlyDictionary<string, string> slots, double y, double inner)
    {
        var size = slots[Slots.AttributeLength] switch { "longer" => 14d, "long" => 17d, _ => 20d };
        var ink = IsOld(slots) ? Ink.Unknown : Ink.Text;
        var baseline = y + 20;
        var x = Left;
        if (slots[Slots.Qualifier] is { Length: > 0 } qualifier) x = Word(qualifier, x, 8, 500, Ink.Dim) + 3;
        x = Word(slots[Slots.Value], x, size, 700, ink) + 4;
        if (slots[Slots.Unit] is { Length: > 0 } unit) x = Word(text.Cut(unit, 8.5, 500, Math.Max(30, Left + inner - x)), x, 8.5, 500, Ink.Dim) + 8;
        if (slots[Slots.AttributeFigure] == "none")
        {
            var others = new[] { (slots[Slots.OtherArea0], slots[Slots.OtherValue0], slots[Slots.OtherTime0]), (slots[Slots.OtherArea1], slots[Slots.OtherValue1], slots[Slots.OtherTime1]) };
            var top = y + 2;
            foreach (var (area, value, time) in others.Where(o => o.Item1.Length > 0))
            {
                var line = area + (value.Length > 0 ? " " + value : "") + (time.Length > 0 ? " · " + time : "");
                text.Line(shapes, text.Cut(line, SmallSize, 500, inner - 30), Left + inner, top, SmallSize, Ink.Dim, 500, Anchor.End);
                top += SmallLine;
            }

            return;
        }

        var (left, high) = (Math.Max(x, Left + inner - 84), 15d);
        var wide = Left + inner - left;
        if (wide < 24 || slots[Slots.SparkLine].Length == 0) return;
        var (scaleX, scaleY, sparkTop) = (wide / Shapes.Width, high / Shapes.Height, y + 4);
        if (slots[Slots.SparkWay] is { Length: > 0 } way) shapes.Add(new PathShape(PathData.Placed(way, left, sparkTop, scaleX, scaleY), Ink.None, Ink.Dim, 0.7, Dash: [0.7, 2]));
        shapes.Add(new PathShape(PathData.Placed(slots[Slots.SparkLine], left, sparkTop, scaleX, scaleY), Ink.None, ink, 1));
        if (PathData.Parse(slots[Slots.SparkDot]) is [var dot, ..]) shapes.Add(new CircleShape(left + (dot.Points[0].X * scaleX), sparkTop + (dot.Points[0].Y * scaleY), 1.6, ink));

        double Word(string word, double at, double letters, int weight, Ink colour)
        {
            shapes.Add(new TextShape(at, baseline, word, letters, colour, weight));
            return at + text.Width(word, letters, weight);
        }
    }

    private static void Bar(List<Shape> shapes, IReadOnlyDictionary<string, string> slots, double y, double inner)
    {
        const double High = 4;
        shapes.Add(new RectShape(Left, y, inner, High, Ink.Track, Radius: 1.5));
        var fill = IsOld(slots) ? Ink.Unknown : slots[Slots.AttributeStanding] switch { "behind" => Ink.Behind, "watch" => Ink.Watch, _ => Ink.Series6 };
        if (Part(slots[Slots.Fill]) is > 0 and var share) shapes.Add(new RectShape(Left, y, inner * share, High, fill, Radius: 1.5));
        if (slots[Slots.NextVisibility] == "visible") Tick(Part(slots[Slots.NextX1]), Ink.Dim, 0.9, [1.4, 1.2]);
        if (slots[Slots.TodayVisibility] == "visible") Tick(Part(slots[Slots.TodayX1]), Ink.Text, 1.4, null);

        void Tick(double at, Ink ink, double width, double[]? dash) =>
            shapes.Add(new PathShape(FormattableString.Invariant($"M{Left + (inner * at):0.##} {y - 2:0.##}L{Left + (inner * at):0.##} {y + High + 2:0.##}"), Ink.None, ink, width, Dash: dash));
    }

    private double Words(List<Shape> shapes, IReadOnlyDictionary<string, string> slots, double y, double inner)
    {
        const double GapSize = 8.8, TargetSize = 8;
        var mark = slots[Slots.Mark].Replace("#m-", "", StringComparison.Ordinal);
        PaperMarks.Draw(shapes, mark, Left, y + 1.6, 7.6);
        var tone = IsOld(slots) ? Ink.Unknown : slots[Slots.AttributeStanding] switch { "behind" => Ink.Behind, "watch" => Ink.Watch, "unknown" => Ink.Dim, _ => Ink.Text };
        var target = slots[Slots.Target];
        var targetWidth = target.Length == 0 ? 0 : text.Width(target, TargetSize, 500) + 8;
        var beside = text.Width(slots[Slots.Gap], GapSize, 600) + 11 + targetWidth <= inner;
        foreach (var line in text.Wrap(slots[Slots.Gap], GapSize, 600, inner - 11 - (beside ? targetWidth : 0), 2))
        {
            text.Line(shapes, line, Left + 11, y, GapSize, tone, 600);
            if (beside) text.Line(shapes, target, Left + inner, y + 0.6, TargetSize, Ink.Dim, 500, Anchor.End);
            y += GapSize * PaperText.LineHeight;
        }

        var second = new[] { slots[Slots.Standing], slots[Slots.Path], beside ? "" : target }.Where(t => t.Length > 0);
        foreach (var line in text.Wrap(string.Join(" · ", second), SmallSize, 500, inner, 2))
        {
            text.Line(shapes, line, Left, y, SmallSize, Ink.Dim);
            y += SmallLine;
        }

        if (slots[Slots.Simulated] is { Length: > 0 } simulated)
        {
            text.Line(shapes, simulated, Left, y, SmallSize, Ink.Behind, 700);
            y += SmallLine;
        }

        var foot = new[] { slots[Slots.Time], slots[Slots.Age], slots[Slots.Note], slots[Slots.Source] }.Where(t => t.Length > 0);
        foreach (var line in text.Wrap(string.Join(" · ", foot), SmallSize, 500, inner, 2))
        {
            text.Line(shapes, line, Left, y, SmallSize, Ink.Dim);
            y += SmallLine;
        }

        return y;
    }

    private static double Part(string percent) => double.TryParse(percent.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var part) ? part / 100 : 0;
}
