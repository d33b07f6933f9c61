using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Indicators;

internal sealed partial class IndicatorWords
{
    /// <summary>Unit, cadence, how it rolls up, who answers for it.</summary>
    public IReadOnlyList<Fact> Facts()
    {
        var agency = context.Pack.Agencies.TryGetValue(indicator.LeadAgency, out var lead) ? lead.Name : indicator.LeadAgency;
        var cadence = context.T("Indicators.Cadence." + indicator.Cadence);
        if (indicator.PublicationLag > TimeSpan.Zero) cadence += context.T("Indicators.Lag", Wording.Span(indicator.PublicationLag, _culture));
        return
        [
            new(context.T("Indicators.Fact.Unit"), Wording.UnitOf(indicator, _culture)),
            new(context.T("Indicators.Fact.Kind"), context.T("Indicators.Kind." + indicator.Kind) + " " + context.T("Indicators.Direction." + indicator.Direction)),
            new(context.T("Indicators.Fact.Cadence"), cadence),
            new(context.T("Indicators.Fact.RollUp"), RollUpWords()),
            new(context.T("Indicators.Fact.Lead"), indicator.LeadAgencyAssumed ? context.T("Indicators.LeadAssumed", agency) : context.T("Indicators.LeadNamed", agency),
                Href: lead is null ? "" : context.Links.Agency(lead.Code)),
        ];
    }

    private string RollUpWords()
    {
        if (indicator.Aggregation == Aggregation.ProvinceOnly || indicator.Breakdown == Breakdown.None) return context.T("Indicators.RollUp.ProvinceOnly");
        var from = indicator.RollUpFrom == Breakdown.None ? indicator.Breakdown : indicator.RollUpFrom;
        var parts = context.T(from.HasFlag(Breakdown.Commune) ? "Indicators.Parts.Communes" : "Indicators.Parts.Agencies");
        var how = indicator.Aggregation == Aggregation.Sum ? context.T("Indicators.RollUp.Sum", parts)
            : context.T("Indicators.RollUp.Mean", parts, context.T("Indicators.Weight." + indicator.Weight));
        return how + " " + context.T("Indicators.Policy." + indicator.RollUpPolicy);
    }

    /// <summary>Every target with plan, section and what is odd about it.</summary>
    public TableView Targets()
    {
        TableColumn[] columns =
        [
            new("year", context.T("Indicators.Column.Year"), ColumnKind.Text),
            new("target", context.T("Indicators.Column.Target"), ColumnKind.Number),
            new("plan", context.T("Indicators.Column.Plan"), ColumnKind.Text),
            new("section", context.T("Indicators.Column.Section"), ColumnKind.Text),
            new("note", context.T("Indicators.Column.Note"), ColumnKind.Text),
        ];
        var targets = context.Pack.Targets.TryGetValue(indicator.Code, out var list) ? list : [];
        var rows = targets.Select((t, i) => new TableRow(
            $"{t.Plan}:{t.Year}:{i}",
            [
                new(t.Year is { } year ? Year(year) : context.T("Indicators.NoYear")),
                new(TargetNumber(t)) { Number = t.Value, Decimals = indicator.Decimals, Unit = Wording.UnitOf(indicator, _culture) },
                new(t.Plan) { Hint = context.Pack.Plans.TryGetValue(t.Plan, out var plan) ? plan.TitleVi : "" },
                new(t.Section),
                new(Wording.IsVietnamese(_culture) ? t.NoteVi : t.Note),
            ],
            t == figure.NextTarget)).ToList();
        return new("targets", context.T("Indicators.Targets"), columns, rows) { EmptyText = context.T("Indicators.Targets.None") };
    }

    /// <summary>The shown figure and, where there are both, the other of reported and rolled up.</summary>
    public TableView Origins(FigureExplanation explanation)
    {
        TableColumn[] columns =
        [
            new("origin", context.T("Indicators.Column.Origin"), ColumnKind.Text),
            new("value", context.T("Indicators.Column.Value"), ColumnKind.Number),
            new("time", context.T("Indicators.Column.Period"), ColumnKind.Text),
            new("standing", context.T("Indicators.Column.Standing"), ColumnKind.Text),
            new("share", context.T("Indicators.Column.Share"), ColumnKind.Number),
            new("source", context.T("Indicators.Column.Source"), ColumnKind.Text),
        ];
        var rows = new[] { figure, figure.Alternative }.OfType<FigureState>().Where(f => f.Value is not null).Select((f, i) => Origin(f, i == 0)).ToList();
        var choice = rows.Count > 1 ? context.T("Indicators.Choice." + explanation.Choice) : "";
        return new("origins", context.T("Indicators.Origins"), columns, rows) { Note = choice, EmptyText = context.T("Indicators.Standing.NoFigure") };
    }

    private TableRow Origin(FigureState of, bool shown)
    {
        var words = factory.Words(of, _culture, context.At);
        var rolledUp = of.ShareReported is not null;
        var value = FigureCells.Value(context, factory, of);
        // A report leads to its observation; a computed figure to how it is computed.
        if (!shown && of.ObservationId is { } id) value = value with { Href = context.Links.Observation(id) };
        return new(
            rolledUp ? "rolled-up" : "reported",
            [
                new(context.T(rolledUp ? "Indicators.Origin.RolledUp" : "Indicators.Origin.Reported")) { Hint = shown ? context.T("Indicators.Origin.Shown") : "" },
                value,
                FigureCells.Time(context, factory, of),
                FigureCells.Standing(context, factory, of),
                of.ShareReported is { } share
                    ? new(context.T("Indicators.Percent", decimal.Floor(share * 100).ToString("0", _culture))) { Number = decimal.Floor(share * 100), Unit = "%" }
                    : TableCell.Empty,
                new(words.Source) { Hint = words.Simulated },
            ],
            shown);
    }

    /// <summary>Figures of others, each as what it is; <see langword="null"/> = there are none.</summary>
    public TableView? Comparisons()
    {
        if (figure.Comparisons.Count == 0) return null;
        TableColumn[] columns =
        [
            new("area", context.T("Indicators.Column.Area"), ColumnKind.Text),
            new("what", context.T("Indicators.Column.What"), ColumnKind.Text),
            new("value", context.T("Indicators.Column.Value"), ColumnKind.Number, Wording.UnitOf(indicator, _culture)),
            new("time", context.T("Indicators.Column.Period"), ColumnKind.Text),
            new("note", context.T("Indicators.Column.Note"), ColumnKind.Text),
        ];
        var rows = figure.Comparisons.Select(c => new TableRow(
            c.Area,
            [
                new(AreaName(c.Area)),
                new(context.T("Indicators.Level." + (context.Pack.Areas.TryGetValue(c.Area, out var area) ? area.Level : AreaLevel.Benchmark))),
                new(Wording.Sign(c.Qualifier) + Wording.Number(c.Value, indicator.Decimals, _culture)) { Number = c.Value, Decimals = indicator.Decimals, Href = context.Links.Observation(c.ObservationId) },
                new(Time(c.Period)),
                new(c.Method.Length > 0 ? context.T("Indicators.Doubt.OtherMethod") : ""),
            ])).ToList();
        return new("comparisons", context.T("Indicators.Comparisons"), columns, rows) { Note = context.T("Indicators.Comparisons.Note") };
    }

    /// <summary>Milestones of the plan in the year being worked for; no plan ties one to an indicator, and the page says so. <see langword="null"/> = none.</summary>
    public TableView? Milestones()
    {
        if (figure.NextTarget?.Year is not { } year) return null;
        var milestones = context.Pack.Milestones.Where(m => m.Year == year).ToList();
        if (milestones.Count == 0) return null;
        TableColumn[] columns =
        [
            new("title", context.T("Indicators.Column.Milestone"), ColumnKind.Text),
            new("plan", context.T("Indicators.Column.Plan"), ColumnKind.Text),
            new("section", context.T("Indicators.Column.Section"), ColumnKind.Text),
        ];
        var rows = milestones.Select(m => new TableRow(m.Code, [new(Cultures.Pick(_culture, m.TitleVi, m.TitleEn)), new(m.Plan), new(m.Section)])).ToList();
        return new("milestones", context.T("Indicators.Milestones", Year(year)), columns, rows) { Note = context.T("Indicators.Milestones.Note") };
    }
}
