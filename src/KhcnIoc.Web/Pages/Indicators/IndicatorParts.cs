using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Indicators;

/// <summary>An indicator by commune and by agency, ranked.</summary>
internal sealed class IndicatorParts(PageContext context, ViewFactory factory, Indicator indicator, FigureExplanation explanation)
{
    private readonly Dictionary<SeriesKey, FigurePart> _parts = explanation.Parts.ToDictionary(p => p.Key);

    /// <summary><see langword="null"/> = the indicator has no breakdown by commune.</summary>
    public TableView? Communes()
    {
        if (!indicator.Breakdown.HasFlag(Breakdown.Commune)) return null;
        var day = ProvinceCalendar.DayOf(context.At);
        var communes = context.Pack.Communes.ToDictionary(c => c.Code);
        var byPopulation = indicator.Weight is "" or "population";
        var inputs = context.Pack.Communes.Select(c =>
        {
            var key = new SeriesKey(indicator.Code, c.Code);
            // Counts have no denominator: there is nothing small about them.
            var denominator = indicator.Aggregation == Aggregation.Sum ? null : byPopulation ? c.Population : _parts.GetValueOrDefault(key)?.Weight;
            return new RankInput(c.Code, context.Board.Get(key), denominator);
        }).ToList();
        var people = context.Pack.Province.Population ?? context.Pack.Communes.Sum(c => c.Population ?? 0);
        TableColumn[] columns =
        [
            .. Head("commune", "Indicators.Column.Commune"),
            new("population", context.T("Indicators.Column.Population"), ColumnKind.Number),
            ShareColumn(),
            new("time", context.T("Indicators.Column.Period"), ColumnKind.Text),
        ];
        var total = inputs.Sum(i => i.Figure.Value ?? 0);
        var rows = Ranking.Of(indicator, inputs).Select(part =>
        {
            var commune = communes[part.Code];
            var population = FigureCells.Number(commune.Population, 0, context.Culture) with { Hint = part.SmallDenominator ? context.T("Indicators.SmallDenominator") : "" };
            var share = indicator.Aggregation == Aggregation.Sum ? Share(part.Figure.Value, total) : Share(commune.Population, people);
            return new TableRow(part.Code, [.. Cells(part, commune.NameOn(day).Name), population, share, FigureCells.Time(context, factory, part.Figure)]);
        }).ToList();
        return Ranked("communes", "Indicators.Communes", columns, rows);
    }

    /// <summary><see langword="null"/> = the indicator has no breakdown by agency.</summary>
    public TableView? Agencies()
    {
        if (!indicator.Breakdown.HasFlag(Breakdown.Agency)) return null;
        var province = context.Pack.Province.Code;
        var inputs = context.Board.Keys.Where(k => k.Indicator == indicator.Code && k.Area == province && k.Agency.Length > 0).Order()
            .Select(k => new RankInput(k.Agency, context.Board.Get(k), indicator.Aggregation == Aggregation.Sum ? null : _parts.GetValueOrDefault(k)?.Weight)).ToList();
        TableColumn[] columns = [.. Head("agency", "Indicators.Column.Agency"), ShareColumn(), new("time", context.T("Indicators.Column.Period"), ColumnKind.Text)];
        var total = inputs.Sum(i => i.Figure.Value ?? 0);
        var rows = Ranking.Of(indicator, inputs).Select(part =>
        {
            var name = context.Pack.Agencies.TryGetValue(part.Code, out var agency) ? agency.Name : part.Code;
            var share = indicator.Aggregation == Aggregation.Sum ? Share(part.Figure.Value, total)
                : _parts.GetValueOrDefault(part.Figure.Key) is { Exclusion: PartExclusion.None } known ? Share(known.Share, 1) : TableCell.Empty;
            return new TableRow(part.Code, [.. Cells(part, name), share, FigureCells.Time(context, factory, part.Figure)]);
        }).ToList();
        return Ranked("agencies", "Indicators.Agencies", columns, rows);
    }

    private TableView Ranked(string id, string caption, TableColumn[] columns, List<TableRow> rows) =>
        new TableView(id, context.T(caption), columns, rows) { Note = context.T("Indicators.Ranked.Note"), EmptyText = context.T("Indicators.Ranked.None") }.Sorted(context.Query);

    private IEnumerable<TableColumn> Head(string key, string title) =>
    [
        new("rank", context.T("Indicators.Column.Rank"), ColumnKind.Number),
        new("moved", context.T("Indicators.Column.Moved"), ColumnKind.Number),
        new(key, context.T(title), ColumnKind.Text),
        new("value", context.T("Indicators.Column.Value"), ColumnKind.Number, Wording.UnitOf(indicator, context.Culture)),
        new("standing", context.T("Indicators.Column.Standing"), ColumnKind.Text),
    ];

    private TableColumn ShareColumn() => new(
        "share", context.T(indicator.Aggregation == Aggregation.Sum ? "Indicators.Column.ShareOfSum" : "Indicators.Column.ShareOfProvince"), ColumnKind.Number, "%");

    private IEnumerable<TableCell> Cells(RankedPart part, string name)
    {
        var value = FigureCells.Value(context, factory, part.Figure);
        return
        [
            part.Rank is { } rank ? new((part.Tied ? "=" : "") + Wording.Short(rank, context.Culture)) { Number = rank } : new("–"),
            part.Moved is { } moved ? new(moved == 0 ? "0" : moved > 0 ? "+" + Wording.Short(moved, context.Culture) : "−" + Wording.Short(-moved, context.Culture)) { Number = moved } : TableCell.Empty,
            new(name) { Href = context.Links.Figure(part.Figure.Key) },
            // The column has the unit.
            value with { Unit = "" },
            FigureCells.Standing(context, factory, part.Figure),
        ];
    }

    private TableCell Share(decimal? part, decimal whole) => part is { } p && whole > 0 ? FigureCells.Number(p * 100 / whole, 1, context.Culture) : TableCell.Empty;
}
