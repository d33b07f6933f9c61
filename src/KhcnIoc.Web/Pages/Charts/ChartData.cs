using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Pages.Charts;

/// <summary>A chart as its script takes it: numbers for places, texts for everything that is read.</summary>
internal sealed record ChartData(
    string Language, string Unit, string Summary, IReadOnlyList<ChartDataSeries> Series, IReadOnlyList<ChartDataMoment> Moments, ChartDataAxis Time, ChartDataAxis Values)
{
    public static ChartData Of(ChartView chart) => new(
        chart.Language,
        chart.Unit,
        chart.Summary,
        [.. chart.Series.Select(s => new ChartDataSeries(
            s.Key, s.Name, InkPalette.Slug(s.Ink), s.Stroke.ToString().ToLowerInvariant(), s.Width,
            [.. s.Points.Select(p => new ChartDataPoint(
                Math.Round(ChartScale.X(p.At), 5), (double)p.Value, p.Time, p.Text, p.Note, p.Label, ChartDrawing.RadiusOf(s, p), p.Marked || s.Stroke == ChartStroke.None, p.Starts))]))],
        [.. chart.Moments.Select(m => new ChartDataMoment(Math.Round(ChartScale.X(m.At), 5), m.Text, m.OnAxis))],
        Axis(chart.Time),
        Axis(chart.Values));

    private static ChartDataAxis Axis(ChartAxis axis) => new(axis.From, axis.To, [.. axis.Ticks.Select(t => t.Text)]);
}

internal sealed record ChartDataSeries(string Key, string Name, string Ink, string Stroke, double Width, IReadOnlyList<ChartDataPoint> Points);

internal sealed record ChartDataPoint(double X, double Y, string Time, string Text, string Note, string Label, double Radius, bool Hollow, bool Starts);

internal sealed record ChartDataMoment(double X, string Text, bool OnAxis);

/// <param name="Texts">One for each of the equal steps, the ends among them; empty = none.</param>
internal sealed record ChartDataAxis(double From, double To, IReadOnlyList<string> Texts);
