using System.Globalization;
using System.Text;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Pages.Charts;

/// <summary>Draws a chart as shapes: what the document shows before the script is there, and what is printed and exported.</summary>
internal static class ChartDrawing
{
    public const double Width = 920, PlotHeight = 360;
    private const double Left = 72, Right = 24, Top = 60, Letter = 18, LegendLine = 30;

    // Letters of the typeface are about this wide on the average; enough to break the legend into lines.
    private const double LetterWidth = 0.56;

    private static readonly double[] s_dashed = [9, 6], s_dotted = [2, 6];

    public static Drawing Of(string unit, IReadOnlyList<ChartSeries> series, IReadOnlyList<ChartMoment> moments, ChartAxis time, ChartAxis values, string summary, bool small = false)
    {
        var shapes = new List<Shape>();
        var plot = small ? PlotHeight * 0.45 : PlotHeight;
        var (bottom, right) = (Top + plot, Width - Right);
        double X(double at) => Left + ((at - time.From) / (time.To - time.From) * (right - Left));
        double Y(double value) => bottom - ((value - values.From) / (values.To - values.From) * plot);

        shapes.Add(new TextShape(0, Letter, unit, Letter, Ink.Dim));
        foreach (var tick in small ? [values.Ticks[0], values.Ticks[^1]] : values.Ticks)
        {
            shapes.Add(new PathShape(Line(Left, Y(tick.At), right, Y(tick.At)), Ink.None, Ink.Grid));
            shapes.Add(new TextShape(Left - 10, Y(tick.At) + (Letter / 3), tick.Text, Letter, Ink.Dim, Anchor: Anchor.End));
        }

        foreach (var tick in time.Ticks.Where(t => t.Text.Length > 0))
        {
            shapes.Add(new PathShape(Line(X(tick.At), bottom, X(tick.At), bottom + 6), Ink.None, Ink.Line));
            var anchor = X(tick.At) > right - 30 ? Anchor.End : Anchor.Middle;
            shapes.Add(new TextShape(anchor == Anchor.End ? Width - 2 : X(tick.At), bottom + 27, tick.Text, Letter, Ink.Dim, Anchor: anchor));
        }

        var taken = new List<(double X, double Y)>();
        Moments(shapes, moments, X, bottom, taken);
        // The figure is drawn last: on top of what it is compared with.
        foreach (var one in series.Reverse()) Series(shapes, one, p => X(ChartScale.X(p.At)), p => Y((double)p.Value), taken, right);
        var height = small ? bottom + 38 : Legend(shapes, series, bottom + 46);
        return new(Width, height, shapes, summary);
    }

    private static void Moments(List<Shape> shapes, IReadOnlyList<ChartMoment> moments, Func<double, double> x, double bottom, List<(double X, double Y)> taken)
    {
        var row = 0;
        foreach (var moment in moments)
        {
            var at = x(ChartScale.X(moment.At));
            if (moment.OnAxis)
            {
                shapes.Add(new PathShape(string.Create(CultureInfo.InvariantCulture, $"M{at:0.#} {bottom - 6:0.#} L{at + 6:0.#} {bottom:0.#} L{at:0.#} {bottom + 6:0.#} L{at - 6:0.#} {bottom:0.#} Z"), Ink.Dim, Ink.Paper));
                shapes.Add(new TextShape(at - 4, bottom - 11, moment.Text, Letter - 1, Ink.Dim, Anchor: Anchor.End));
                continue;
            }

            shapes.Add(new PathShape(Line(at, Top, at, bottom), Ink.None, Ink.Line, 1.2, Dash: s_dotted));
            var end = at > Width * 0.7;
            var (from, top) = (end ? at - 6 : at + 6, Top - 12 + (row++ * (Letter + 4)));
            shapes.Add(new TextShape(from, top, moment.Text, Letter - 1, Ink.Dim, Anchor: end ? Anchor.End : Anchor.Start));
            // Labels of points keep clear of these words, from end to end.
            var far = from + ((end ? -1 : 1) * moment.Text.Length * Letter * LetterWidth);
            for (var there = Math.Min(from, far) + 80; there < Math.Max(from, far); there += 60) taken.Add((there, top + 1));
            taken.Add((Math.Max(from, far), top + 1));
        }
    }

    private static void Series(List<Shape> shapes, ChartSeries series, Func<ChartPoint, double> x, Func<ChartPoint, double> y, List<(double X, double Y)> taken, double right)
    {
        if (series.Stroke != ChartStroke.None && series.Points.Count > 1)
        {
            var data = new StringBuilder();
            foreach (var (i, point) in series.Points.Index())
            {
                data.Append(i == 0 || point.Starts ? 'M' : 'L').Append(CultureInfo.InvariantCulture, $"{x(point):0.#} {y(point):0.#} ");
            }

            shapes.Add(new PathShape(data.ToString().TrimEnd(), Ink.None, series.Ink, series.Width, Dash: DashOf(series.Stroke)));
        }

        foreach (var point in series.Points)
        {
            var radius = RadiusOf(series, point);
            var (px, py) = (x(point), y(point));
            if (radius > 0) shapes.Add(new CircleShape(px, py, radius, point.Marked || series.Stroke == ChartStroke.None ? Ink.Paper : series.Ink, series.Ink, 1.8));
            if (point.Label.Length == 0) continue;

            // Labels give way upwards, at most three times: more would say nothing about where they belong.
            var ly = py - 10;
            for (var i = 0; i < 3 && taken.Exists(t => Math.Abs(t.X - px) < 110 && Math.Abs(t.Y - ly) < Letter + 4); i++) ly -= Letter + 5;
            taken.Add((px, ly));
            var end = px > right - 60;
            shapes.Add(new TextShape(end ? px - 2 : px, Math.Max(Letter, ly), point.Label, Letter - 1, series.Kind == ChartKind.Path ? Ink.Text : Ink.Dim, 600, end ? Anchor.End : Anchor.Middle));
        }
    }

    /// <summary>Many points need no dots of their own; corners of the path that are no targets neither.</summary>
    internal static double RadiusOf(ChartSeries series, ChartPoint point) =>
        series.Kind == ChartKind.Path ? point.Label.Length > 0 ? 4.5 : 0
        : point.Marked ? 5
        : series.Points.Count > 60 && series.Stroke != ChartStroke.None ? 0
        : series.Width > 2 ? 4 : 3.2;

    private static double Legend(List<Shape> shapes, IReadOnlyList<ChartSeries> series, double top)
    {
        var (x, y) = (Left, top + Letter);
        foreach (var one in series)
        {
            var width = 40 + (one.Name.Length * Letter * LetterWidth);
            if (x > Left && x + width > Width - 8) (x, y) = (Left, y + LegendLine);
            if (one.Stroke != ChartStroke.None) shapes.Add(new PathShape(Line(x, y - 5, x + 28, y - 5), Ink.None, one.Ink, one.Width, Dash: DashOf(one.Stroke)));
            else shapes.Add(new CircleShape(x + 14, y - 5, 4, Ink.Paper, one.Ink, 1.8));
            shapes.Add(new TextShape(x + 36, y, one.Name, Letter));
            x += width + 24;
        }

        return series.Count == 0 ? top : y + 12;
    }

    private static double[]? DashOf(ChartStroke stroke) => stroke switch { ChartStroke.Dashed => s_dashed, ChartStroke.Dotted => s_dotted, _ => null };

    private static string Line(double x1, double y1, double x2, double y2) => string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {y1:0.#} L{x2:0.#} {y2:0.#}");
}
