using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Maps;

/// <summary>The big map of one indicator with its table.</summary>
public sealed record MapPageView : PageView
{
    public required string Indicator { get; init; }

    /// <summary>Every indicator that has a map, in the catalogue's order.</summary>
    public required IReadOnlyList<MapChoice> Indicators { get; init; }

    /// <summary><see langword="null"/> = the communes have no points to draw them by.</summary>
    public required MapView? Map { get; init; }
    public required TableView Table { get; init; }

    /// <summary>The page of the indicator itself.</summary>
    public required PageLink More { get; init; }
    public required IReadOnlySet<string> Communes { get; init; }

    public override IReadOnlyList<PageBlock> Blocks =>
        Map is null ? [new TableBlock(Table)] : [new DrawingBlock(MapDrawings.ToDrawing(Map), Map.Note), new TableBlock(Table)];

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => changed.Any(key => key.Indicator == Indicator && Communes.Contains(key.Area));
}

/// <summary>Makes <c>/map?indicator=CODE&amp;color=standing|value</c>.</summary>
internal sealed class MapPageBuilder(ProvincePack pack, ViewFactory factory, MapViews maps) : IPageBuilder
{
    private const string IndicatorKey = "indicator";

    private readonly HashSet<string> _communes = [.. pack.Communes.Select(c => c.Code)];

    public Type View => typeof(MapPageView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["map"] ? [] : null;

    public ValueTask<IReadOnlySet<string>?> IndicatorsAsync(IReadOnlyList<string> codes, PageQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<string>?>(Chosen(query) is { } indicator ? new HashSet<string> { indicator.Code } : []);

    public Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken) => Task.FromResult<PageView?>(Build(context));

    private Indicator? Chosen(PageQuery query)
    {
        var offered = pack.Catalogue.Where(MapViews.Has);
        return query.Get(IndicatorKey) is { Length: > 0 } asked ? offered.FirstOrDefault(i => i.Code == asked) : offered.OrderBy(i => i.Importance ?? int.MaxValue).FirstOrDefault();
    }

    private MapPageView? Build(PageContext context)
    {
        var offered = pack.Catalogue.Where(MapViews.Has).ToList();
        if (Chosen(context.Query) is not { } indicator) return null;

        var color = context.Query.Get(MapViews.ColorKey);
        var name = MapViews.NameOf(indicator, context.Culture);
        var map = maps.Of(context, indicator.Code);
        return new()
        {
            Context = context,
            Title = context.T("Maps.Page.Title", name),
            Subtitle = pack.Province.NameOn(ProvinceCalendar.DayOf(context.At)).Name,
            Way = [new(context.T("Maps.Page.Home"), context.Links.Home)],
            Simulated = map is { SimulatedNote.Length: > 0 },
            Indicator = indicator.Code,
            Indicators = [.. offered.Select(i => new MapChoice(MapViews.NameOf(i, context.Culture), context.Links.To("/map", (IndicatorKey, i.Code), (MapViews.ColorKey, color)), i.Code == indicator.Code))],
            Map = map,
            Table = Table(context, indicator).Sorted(context.Query),
            More = new(context.T("Maps.Page.More", name), context.Links.Indicator(indicator.Code)),
            Communes = _communes,
        };
    }

    private TableView Table(PageContext context, Indicator indicator)
    {
        var day = ProvinceCalendar.DayOf(context.At);
        var ranked = Ranking.Of(indicator, [.. pack.Communes.Select(c => new RankInput(c.Code, context.Board.Get(new SeriesKey(indicator.Code, c.Code)), c.Population))]);
        var judged = maps.HasStanding(indicator);
        List<TableColumn> columns =
        [
            new("rank", context.T("Maps.Column.Rank"), ColumnKind.Number),
            new("commune", context.T("Maps.Column.Commune"), ColumnKind.Text),
            new("value", context.T("Maps.Column.Value"), ColumnKind.Number, Wording.UnitOf(indicator, context.Culture)),
        ];
        if (judged) columns.Add(new("standing", context.T("Maps.Column.Standing"), ColumnKind.Text));
        columns.Add(new("time", context.T("Maps.Column.Time"), ColumnKind.Text));
        columns.Add(new("population", context.T("Maps.Column.Population"), ColumnKind.Number));
        var rows = ranked.Select(part =>
        {
            var commune = pack.Areas[part.Code];
            List<TableCell> cells =
            [
                FigureCells.Number(part.Rank, 0, context.Culture),
                new(commune.NameOn(day).Name) { Href = context.Links.Area(part.Code) },
                FigureCells.Value(context, factory, part.Figure),
            ];
            if (judged) cells.Add(FigureCells.Standing(context, factory, part.Figure));
            cells.Add(FigureCells.Time(context, factory, part.Figure));
            cells.Add(FigureCells.Number(commune.Population, 0, context.Culture));
            return new TableRow(part.Code, cells);
        });
        return new("communes", context.T("Maps.Table", MapViews.NameOf(indicator, context.Culture)), columns, [.. rows])
        {
            EmptyText = context.T("Maps.NoFigure"),
        };
    }
}
