using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>What stands beside the way down: how the standing and the data state come about, what the plans ask for, and figures of elsewhere.</summary>
internal static class FigureJudgements
{
    /// <param name="figure">The figure that the page explains.</param>
    /// <param name="onBoard">The same as the board shows it: with comparisons.</param>
    public static IEnumerable<ChainStep> Steps(Scribe scribe, FigureState figure, FigureState onBoard)
    {
        if (figure.Value is not null) yield return Standing(scribe, figure);
        if (figure.EffectiveEnd is not null) yield return DataStateOf(scribe, figure);
        if (scribe.Context.Pack.Targets.TryGetValue(figure.Key.Indicator, out var targets)) yield return Targets(scribe, targets);
        if (onBoard.Comparisons.Count > 0) yield return Comparisons(scribe, onBoard);
    }

    private static ChainStep Standing(Scribe scribe, FigureState figure)
    {
        var indicator = scribe.Indicator(figure.Key);
        var title = scribe.T("Figures.Step.Standing");
        if (figure.StandingReason != StandingReason.None)
            return new("standing", title, [new TextBlock(scribe.T("Figures.Unjudged." + figure.StandingReason))], Numbered: false);

        var level = figure.Key.Agency.Length > 0 ? AreaLevel.Commune : scribe.Context.Pack.Areas[figure.Key.Area].Level;
        var judgement = StandingRule.Judge(indicator, scribe.Context.Board.PathOf(indicator.Code), figure.Value!.Value, figure.Period!, level);
        var day = Scribe.Day(figure.Period!.LastDay);
        List<Fact> facts = [new(scribe.T("Figures.Value"), scribe.WithUnit(indicator, figure.Value.Value, figure.Qualifier), figure.Value)];
        if (judgement.Path is { } path) facts.Add(new(scribe.T("Figures.PathAtEnd", day), scribe.Limit(indicator, path), path));
        if (judgement.Gap is { } gap) facts.Add(new(scribe.T("Figures.Gap"), (gap < 0 ? "−" : "+") + Wording.Amount(gap, indicator, scribe.Context.Culture), gap));
        if (judgement.NextTarget is { } target) facts.Add(new(scribe.T("Figures.JudgedTarget"), TargetText(scribe, indicator, target), target.Value));
        List<PageBlock> parts = [new TextBlock(scribe.T("Figures.StandingIntro", day)), new FactsBlock(facts)];
        if (judgement is { Path: { } way, NextTarget: { } next }) parts.Add(new TableBlock(Ranges(scribe, indicator, figure.Standing, way, judgement, next)));
        if (figure.RequiredPacePerMonth is { } pace) parts.Add(new TextBlock(scribe.T(indicator.Direction == Direction.Up ? "Figures.Pace.Up" : "Figures.Pace.Down", Wording.Amount(pace, indicator, scribe.Context.Culture))));
        return new("standing", title, parts, Numbered: false);
    }

    // What each standing would be: the rule's own limits.
    private static TableView Ranges(Scribe scribe, Indicator indicator, Standing standing, decimal path, Judgement judgement, Target target)
    {
        var up = indicator.Direction == Direction.Up;
        var tolerated = up ? path - judgement.Tolerance : path + judgement.Tolerance;
        var watched = up ? path - judgement.Band : path + judgement.Band;
        var (from, below) = up ? ("Figures.Range.From", "Figures.Range.Below") : ("Figures.Range.UpTo", "Figures.Range.Above");
        var met = target.Operator == TargetOperator.MoreThan ? (up ? "Figures.Range.Above" : "Figures.Range.Below") : from;
        TableRow Row(Standing of, string text) => new(of.ToCode(), [new(scribe.Context.T("Standing." + of.ToCode())) { Mark = of.ToCode() }, new(text)], of == standing);
        return new TableView(
            "ranges", scribe.T("Figures.RangesCaption"), [new("standing", scribe.T("Figures.Words.Standing"), ColumnKind.Text), new("range", scribe.T("Figures.Column.Range"), ColumnKind.Text)],
            [
                Row(Core.Indicators.Standing.Met, scribe.T(met, scribe.Limit(indicator, target.Value))),
                Row(Core.Indicators.Standing.OnPath, scribe.T(from, scribe.Limit(indicator, tolerated))),
                Row(Core.Indicators.Standing.Watch, judgement.Band <= judgement.Tolerance ? scribe.T("Figures.Range.None") : scribe.T("Figures.Range.Between", scribe.Limit(indicator, watched), scribe.Limit(indicator, tolerated))),
                Row(Core.Indicators.Standing.Behind, scribe.T(below, scribe.Limit(indicator, watched))),
            ])
        {
            Note = scribe.T("Figures.RangesNote"),
        };
    }

    private static ChainStep DataStateOf(Scribe scribe, FigureState figure)
    {
        var (indicator, culture) = (scribe.Indicator(figure.Key), scribe.Context.Culture);
        var (late, stale) = DataStateRule.SpansOf(indicator.Cadence) is { } spans
            ? (Span(spans.Late), Span(spans.Stale))
            : (scribe.Context.T("Span.Months", DataStateRule.YearlyLateMonths), scribe.Context.T("Span.Months", DataStateRule.YearlyStaleMonths));
        List<Fact> facts =
        [
            new(scribe.T("Figures.DataState"), scribe.T("Figures.DataState." + figure.DataState), Mark: figure.DataState is DataState.Fresh ? "met" : figure.DataState == DataState.Error ? "error" : "stale"),
            new(scribe.T("Figures.EffectiveEnd"), Scribe.Instant(figure.EffectiveEnd!.Value)),
            new(scribe.T("Figures.Cadence"), scribe.T("Figures.Cadence." + indicator.Cadence)),
            new(scribe.T("Figures.Lag"), indicator.PublicationLag == TimeSpan.Zero ? scribe.T("Figures.NoLag") : Span(indicator.PublicationLag)),
            new(scribe.T("Figures.LateAfter"), late),
            new(scribe.T("Figures.StaleAfter"), stale),
        ];
        if (figure.Overdue > TimeSpan.Zero) facts.Add(new(scribe.T("Figures.Overdue"), Wording.Span(figure.Overdue, culture)));
        if (indicator.WorkingTime is { } work && indicator.Cadence is Cadence.Realtime or Cadence.Daily)
            facts.Add(new(scribe.T("Figures.WorkingTime"), scribe.T("Figures.WorkingTimeText", work.From.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), work.To.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), work.Days.Count)));
        return new("age", scribe.T("Figures.Step.Age"), [new TextBlock(scribe.T(figure.Origin == FigureOrigin.RolledUp ? "Figures.AgeIntroRollUp" : "Figures.AgeIntro")), new FactsBlock(facts)], Numbered: false);

        // Limits as the rule has them, not rounded to a larger unit.
        string Span(TimeSpan span) => span < TimeSpan.FromHours(2) ? scribe.Context.T("Span.Minutes", (int)span.TotalMinutes)
            : span <= TimeSpan.FromHours(72) && indicator.Cadence is Cadence.Realtime or Cadence.Daily ? scribe.Context.T("Span.Hours", (int)span.TotalHours)
            : scribe.Context.T("Span.Days", (int)span.TotalDays);
    }

    private static string TargetText(Scribe scribe, Indicator indicator, Target target)
    {
        var value = Wording.Short(target.Value, scribe.Context.Culture);
        if (target is { Operator: TargetOperator.Between, ValueMax: { } upper }) value += "–" + Wording.Short(upper, scribe.Context.Culture);
        value = Wording.WithUnit(value, Wording.UnitOf(indicator, scribe.Context.Culture), scribe.Context.Culture);
        value = target.Operator switch { TargetOperator.MoreThan => "> " + value, TargetOperator.AtLeast => "≥ " + value, _ => value };
        return target.Year is { } year ? scribe.T("Figures.TargetOfYear", value, year.ToString(System.Globalization.CultureInfo.InvariantCulture)) : value;
    }

    private static ChainStep Targets(Scribe scribe, IReadOnlyList<Target> targets)
    {
        var indicator = scribe.Indicator(new(targets[0].Indicator, ""));
        var rows = targets.Select((t, i) => new TableRow(
            FormattableString.Invariant($"{t.Plan}-{t.Year}-{i}"),
            [
                new(t.Year is { } year ? year.ToString(System.Globalization.CultureInfo.InvariantCulture) : scribe.T("Figures.NoYear")),
                new(TargetText(scribe, indicator, t with { Year = null })) { Number = t.Value, Decimals = 4, Href = scribe.Links.Indicator(indicator.Code) },
                new(t.Plan) { Hint = scribe.Context.Pack.Plans.TryGetValue(t.Plan, out var plan) ? plan.TitleVi : "" },
                new(t.Section),
                new(t.Note),
            ]));
        var table = new TableView(
            "targets", scribe.T("Figures.TargetsCaption"),
            [
                new("year", scribe.T("Figures.Column.Year"), ColumnKind.Text),
                new("value", scribe.T("Figures.Words.Target"), ColumnKind.Number),
                new("plan", scribe.T("Figures.Column.Plan"), ColumnKind.Text),
                new("section", scribe.T("Figures.Column.Section"), ColumnKind.Text),
                new("note", scribe.T("Figures.Column.Note"), ColumnKind.Text),
            ],
            [.. rows]);
        return new("targets", scribe.T("Figures.Step.Targets"), [new TableBlock(table.Sorted(scribe.Context.Query))], Numbered: false);
    }

    private static ChainStep Comparisons(Scribe scribe, FigureState figure)
    {
        var (indicator, culture) = (scribe.Indicator(figure.Key), scribe.Context.Culture);
        var rows = figure.Comparisons.Select(c => new TableRow(c.Area,
        [
            new(scribe.Area(c.Area)) { Hint = scribe.Context.Pack.Areas.TryGetValue(c.Area, out var area) ? scribe.T("Figures.Level." + area.Level) : "" },
            FigureCells.Number(c.Value, indicator.Decimals, culture) with { Text = Wording.Sign(c.Qualifier) + scribe.Value(indicator, c.Value), Href = scribe.Links.Figure(figure.Key with { Area = c.Area, Agency = "" }) },
            new(scribe.Period(c.Period)),
            new(c.Method.Length > 0 ? scribe.T("Figures.MethodNotice", c.Method) : ""),
        ]));
        var table = new TableView(
            "comparisons", scribe.T("Figures.ComparisonsCaption"),
            [
                new("area", scribe.T("Figures.Place"), ColumnKind.Text),
                new("value", scribe.T("Figures.Value"), ColumnKind.Number, Wording.UnitOf(indicator, culture)),
                new("period", scribe.T("Figures.Column.Period"), ColumnKind.Text),
                new("note", scribe.T("Figures.Column.Note"), ColumnKind.Text),
            ],
            [.. rows]);
        return new("comparisons", scribe.T("Figures.Step.Comparisons"), [new TableBlock(table.Sorted(scribe.Context.Query))], Numbered: false);
    }
}
