using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Pages.Charts;
using KhcnIoc.Web.Pages.Drawings;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Indicators;

/// <summary>All that is known of an indicator over time, as one chart.</summary>
internal static class IndicatorChart
{
    /// <summary>The last year that the plans look to.</summary>
    public const int LastYear = 2045;

    private const string All = "all";

    // Doubts look at the whole series for each point: only where somebody still asks.
    private const int PointsWithDoubts = 120;

    private static readonly DateTimeOffset s_merger = ProvinceCalendar.StartOf(new DateOnly(2025, 7, 1));

    /// <summary>The spans that the address can choose.</summary>
    public static IReadOnlyList<PageChoice> Spans(PageContext context)
    {
        var all = IsAll(context);
        return
        [
            new(context.T("Indicators.Span.Near"), AddressParts.With(context.Address, IndicatorPageBuilder.SpanKey, ""), !all),
            new(context.T("Indicators.Span.All"), AddressParts.With(context.Address, IndicatorPageBuilder.SpanKey, All), all),
        ];
    }

    private static bool IsAll(PageContext context) => context.Query.Get(IndicatorPageBuilder.SpanKey) == All;

    /// <summary>The whole path small, under a chart that ends with the next target; <see langword="null"/> = the chart shows it, or there is none.</summary>
    public static Drawing? WholePath(PageContext context, Indicator indicator, ChartView chart, IndicatorWords words)
    {
        if (IsAll(context) || context.Board.PathOf(indicator.Code) is not { } path || Path(context, path, new(LastYear, 12, 31), words) is not { Points.Count: > 0 } way) return null;
        ChartSeries[] series = [.. chart.Series.Where(s => s.Kind is ChartKind.Figure or ChartKind.RolledUp), way];
        var points = series.SelectMany(s => s.Points).ToList();
        var values = ChartScale.Values(points.Min(p => p.Value), points.Max(p => p.Value), indicator, context.Culture);
        var time = ChartScale.Time(points.Min(p => p.At), points.Max(p => p.At));
        var targets = way.Points.Where(p => p.Label.Length > 0).Select(p => context.T("Indicators.WholePath.Target", p.Text, p.Time));
        return ChartDrawing.Of(chart.Unit, series, Moments(context, points.Min(p => p.At), points.Max(p => p.At)), time, values, context.T("Indicators.WholePath", string.Join("; ", targets)), small: true);
    }

    public static ChartView Of(PageContext context, Indicator indicator, FigureState figure, IndicatorHistory history, IndicatorWords words)
    {
        var path = context.Board.PathOf(indicator.Code);
        var today = ProvinceCalendar.DayOf(context.At);
        var end = !IsAll(context) ? path?.NextTarget(today)?.Year is { } year ? new DateOnly(year, 12, 31) : today : new DateOnly(LastYear, 12, 31);
        var series = Own(context, figure, history, words);
        if (path is not null && Path(context, path, end < today ? today : end, words) is { Points.Count: > 0 } way) series.Add(way);
        if (history.Reconstructed.Count > 0) series.Add(Reconstructed(context, history.Reconstructed, words));
        series.AddRange(Others(context, factory: words.AreaName, history, words));

        var points = series.SelectMany(s => s.Points).ToList();
        var from = points.Select(p => p.At).Append(context.At.AddMonths(-6)).Min();
        var to = points.Select(p => p.At).Append(context.At).Max();
        var time = ChartScale.Time(from, to);
        var values = points.Count == 0
            ? ChartScale.Values(0, indicator.Max ?? 1, indicator, context.Culture)
            : ChartScale.Values(points.Min(p => p.Value), points.Max(p => p.Value), indicator, context.Culture);
        var moments = Moments(context, from, to);
        var unit = Wording.UnitOf(indicator, context.Culture);
        var summary = Summary(context, figure, series, words) + (moments.Exists(m => m.OnAxis) ? " " + context.T("Indicators.Summary.Milestones") : "");
        return new()
        {
            Id = "history",
            Title = context.T("Indicators.Chart"),
            Unit = unit,
            Series = series,
            Moments = moments,
            Time = time,
            Values = values,
            Summary = summary,
            Decimals = indicator.Decimals,
            Language = context.Culture.TwoLetterISOLanguageName,
            Drawing = ChartDrawing.Of(unit, series, moments, time, values, summary),
            Table = Table(context, indicator, series, unit),
        };
    }

    private static List<ChartSeries> Own(PageContext context, FigureState figure, IndicatorHistory history, IndicatorWords words)
    {
        var series = new List<ChartSeries>();
        var simulated = history.Own.Simulated;
        if (history.Own.Counted.Count > 0)
        {
            var first = Math.Max(0, history.Own.Counted.Count - PointsWithDoubts);
            var points = history.Own.Counted.Select((p, i) => Point(context, p, words, i >= first ? DoubtsOf(context, p.Observation, history.Observations) : "")).ToList();
            series.Add(new(
                "reported", Named(context, "Indicators.Line.Reported", simulated), ChartKind.Figure, Ink.Series1, simulated ? ChartStroke.Dashed : ChartStroke.Solid, points)
            { Simulated = simulated });
        }

        // Reported and rolled up both stay visible.
        var rolledUp = IsRolledUp(figure) ? figure : figure.Alternative is { } other && IsRolledUp(other) ? other : null;
        if (rolledUp is { Value: not null, History.Count: > 0 })
        {
            var link = context.Links.Figure(figure.Key);
            var points = rolledUp.History.Select((p, i) => new ChartPoint(p.At, p.Value, IndicatorWords.Day(p.At), words.Value(p.Value))
            {
                Href = link,
                Starts = i > 0 && words.IsFlow && ProvinceCalendar.DayOf(p.At.AddTicks(-1)).Year != ProvinceCalendar.DayOf(rolledUp.History[i - 1].At.AddTicks(-1)).Year,
            }).ToList();
            series.Add(new(
                "rolled-up", Named(context, "Indicators.Line.RolledUp", rolledUp.Simulated), ChartKind.RolledUp, series.Count == 0 ? Ink.Series1 : Ink.Series2,
                rolledUp.Simulated ? ChartStroke.Dashed : ChartStroke.Solid, points)
            { Simulated = rolledUp.Simulated });
        }

        if (history.Own.OtherMethod.Count > 0)
        {
            series.Add(new(
                "other-method", Named(context, "Indicators.Line.OtherMethod", simulated), ChartKind.OtherMethod, Ink.Series1, ChartStroke.None,
                [.. history.Own.OtherMethod.Select(p => Point(context, p, words, context.T("Indicators.Doubt.OtherMethod")))])
            { Simulated = simulated });
        }

        return series;
    }

    private static bool IsRolledUp(FigureState figure) => figure.ShareReported is not null;

    // All corners up to the end, the end itself (between two corners or flat behind the last), targets named.
    private static ChartSeries Path(PageContext context, TargetPath path, DateOnly end, IndicatorWords words)
    {
        var corners = path.Points.Where(p => p.Date <= end).ToList();
        if (corners.Count > 0 && corners[^1].Date < end && path.ValueAt(end) is { } last) corners.Add(new(end, last));
        var targets = context.Pack.Targets.TryGetValue(words.Indicator.Code, out var list) ? list : [];
        var points = corners.Select(corner =>
        {
            var target = targets.LastOrDefault(t => t.Year is { } year && new DateOnly(year, 12, 31) == corner.Date);
            return new ChartPoint(ProvinceCalendar.StartOf(corner.Date.AddDays(1)), corner.Value, IndicatorWords.Date(corner.Date), words.Value(corner.Value))
            {
                Label = target is null ? "" : words.TargetLabel(target),
                Note = target is null ? "" : context.T("Indicators.TargetOf", target.Plan, target.Section),
            };
        }).ToList();
        var undated = targets.Count > 0 && targets.All(t => t.Year is null);
        if (undated && points.Count > 0) points[^1] = points[^1] with { Label = words.TargetLabel(targets[^1]) };
        return new("path", context.T(words.IsFlow ? "Indicators.Line.PathOfYears" : "Indicators.Line.Path"), ChartKind.Path, Ink.Dim, ChartStroke.Dashed, points);
    }

    private static ChartSeries Reconstructed(PageContext context, IReadOnlyList<ReconstructedPoint> points, IndicatorWords words) => new(
        "reconstruction", context.T("Indicators.Line.Reconstruction"), ChartKind.Reconstruction, Ink.Series1, ChartStroke.Dotted,
        [.. points.Select(p => new ChartPoint(p.Period.End, p.Value, words.Time(p.Period), words.Value(p.Value))
        {
            Note = string.Join("; ", p.Parts.Select(o => words.AreaName(o.Series.Area) + ": " + words.Value(o.Value, o.Qualifier))),
        })]);

    private static IEnumerable<ChartSeries> Others(PageContext context, Func<string, string> factory, IndicatorHistory history, IndicatorWords words)
    {
        var predecessors = 0;
        foreach (var (area, lines) in history.Others)
        {
            var (kind, ink, name) = area.Level switch
            {
                AreaLevel.Predecessor => (ChartKind.Predecessor, predecessors++ % 2 == 0 ? Ink.Series3 : Ink.Series4, context.T("Indicators.Line.Predecessor", factory(area.Code))),
                AreaLevel.Country => (ChartKind.Country, Ink.Series5, factory(area.Code)),
                _ => (ChartKind.Benchmark, Ink.Series6, context.T("Indicators.Line.Benchmark", factory(area.Code))),
            };
            if (lines.Counted.Count > 0)
            {
                yield return new(
                    area.Code, name, kind, ink, ChartStroke.Solid,
                    [.. lines.Counted.Select((p, i) => Point(context, p, words, "") with { Label = i == lines.Counted.Count - 1 && kind == ChartKind.Benchmark ? factory(area.Code) : "" })]);
            }

            if (lines.OtherMethod.Count > 0)
            {
                var other = context.T("Indicators.Doubt.OtherMethod");
                yield return new(
                    area.Code + "-other", context.T("Indicators.Line.NotComparable", name), ChartKind.OtherMethod, ink, ChartStroke.None,
                    [.. lines.OtherMethod.Select(p => Point(context, p, words, other))]);
            }
        }
    }

    private static ChartPoint Point(PageContext context, HistoryLinePoint point, IndicatorWords words, string note) =>
        new(point.At, point.Value, words.Time(point.Period), words.Value(point.Value, point.Observation.Qualifier))
        {
            Href = context.Links.Observation(point.Observation.Id),
            Note = note,
            Marked = note.Length > 0,
            Starts = point.Starts,
        };

    // What every point of a simulated line shares, or what only the observation's own page can say, marks no single point.
    private static string DoubtsOf(PageContext context, Observation observation, IReadOnlyList<Observation> series) => string.Join(", ", Doubts
        .Of(context.Pack, observation, series, [observation])
        .Where(d => d.Kind is not (DoubtKind.Simulated or DoubtKind.NoDocument))
        .Select(d => DoubtWords.Of(context, context.Pack.Indicators[observation.Series.Indicator], d)));

    private static List<ChartMoment> Moments(PageContext context, DateTimeOffset from, DateTimeOffset to)
    {
        var moments = new List<ChartMoment>();
        if (from < s_merger && s_merger < to) moments.Add(new(s_merger, context.T("Indicators.Moment.Merger")));
        moments.Add(new(context.At, context.T(context.Query.Moment.IsPresent ? "Indicators.Moment.Today" : "Indicators.Moment.AsOf", ProvinceCalendar.DayOf(context.At).ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture))));
        foreach (var year in context.Pack.Milestones.Where(m => m.Year is not null).GroupBy(m => m.Year!.Value).OrderBy(g => g.Key))
        {
            var at = ProvinceCalendar.StartOf(new DateOnly(year.Key + 1, 1, 1));
            if (at >= from && at <= to) moments.Add(new(at, "◇\u00a0" + Wording.Short(year.Count(), context.Culture), OnAxis: true));
        }

        return moments;
    }

    private static string Summary(PageContext context, FigureState figure, List<ChartSeries> series, IndicatorWords words)
    {
        var sentences = new List<string>();
        if (series.Find(s => s.Kind is ChartKind.Figure or ChartKind.RolledUp) is not { } main)
        {
            sentences.Add(context.T("Indicators.Summary.None"));
        }
        else
        {
            // A flow begins anew each year: only its newest year is one story.
            var points = main.Points.Skip(Math.Max(0, main.Points.ToList().FindLastIndex(p => p.Starts))).ToList();
            var (first, last) = (points[0], points[^1]);
            var key = points.Count == 1 ? "One" : last.Text == first.Text ? "Flat" : last.Value > first.Value ? "Up" : "Down";
            sentences.Add(context.T("Indicators.Summary." + key, first.Text, first.Time, last.Text, last.Time));
        }

        if (figure.PathToday is { } today) sentences.Add(context.T("Indicators.Summary.Path", words.Value(today)));
        if (figure.NextTarget is { } target) sentences.Add(words.TargetSentence(target));
        var others = series.Where(s => s.Kind is ChartKind.Predecessor or ChartKind.Country or ChartKind.Benchmark or ChartKind.OtherMethod or ChartKind.Reconstruction).Select(s => s.Name).ToList();
        if (others.Count > 0) sentences.Add(context.T("Indicators.Summary.Others", string.Join(", ", others)));
        return string.Join(" ", sentences);
    }

    private static TableView Table(PageContext context, Indicator indicator, List<ChartSeries> series, string unit)
    {
        TableColumn[] columns =
        [
            new("line", context.T("Indicators.Column.Line"), ColumnKind.Text),
            new("time", context.T("Indicators.Column.Period"), ColumnKind.Text),
            new("value", context.T("Indicators.Column.Value"), ColumnKind.Number, unit),
            new("note", context.T("Indicators.Column.Note"), ColumnKind.Text),
        ];
        var rows = series.SelectMany(s => s.Points.Select((p, i) => new TableRow(
            $"{s.Key}:{i}",
            [
                new(s.Name),
                new(p.Time),
                new(p.Text) { Number = p.Value, Decimals = indicator.Decimals, Href = p.Href, Simulated = s.Simulated },
                new(p.Note.Length > 0 ? p.Note : p.Label),
            ]))).ToList();
        return new TableView("points", context.T("Indicators.Twin.Caption"), columns, rows) { EmptyText = context.T("Indicators.Summary.None") }.Sorted(context.Query);
    }

    private static string Named(PageContext context, string key, bool simulated) => simulated ? context.T("Indicators.Line.Simulated", context.T(key)) : context.T(key);
}
