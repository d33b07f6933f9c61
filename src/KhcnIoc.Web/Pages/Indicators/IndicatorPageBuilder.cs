using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Indicators;

/// <summary>Makes <c>/indicators/{code}</c>.</summary>
internal sealed class IndicatorPageBuilder(IObservationStore store, ViewFactory factory, MapViews maps) : IPageBuilder
{
    /// <summary>Address parts of this page: span of the chart, table twin, which observations, cursor into them.</summary>
    public const string SpanKey = "chart", TwinKey = "twin", ScopeKey = "obs", BeforeKey = "obs-before";

    // A chart on a wide screen has about two points a pixel column then.
    private const int MostPoints = 240;

    public Type View => typeof(IndicatorPageView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["indicators", var code] ? [code] : null;

    public ValueTask<IReadOnlySet<string>?> IndicatorsAsync(IReadOnlyList<string> codes, PageQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<string>?>(new HashSet<string> { codes[0] });

    public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        var pack = context.Pack;
        if (!pack.Indicators.TryGetValue(codes[0], out var indicator)) return null;

        var key = new SeriesKey(indicator.Code, pack.Province.Code);
        var figure = context.Board.Get(key);
        var explanation = context.Board.Explain(key);
        var history = await HistoryAsync(indicator, figure, context, cancellationToken);
        var words = new IndicatorWords(context, factory, indicator, figure);
        var chart = IndicatorChart.Of(context, indicator, figure, history, words);
        var parts = new IndicatorParts(context, factory, indicator, explanation);
        var observations = await new IndicatorObservations(context, indicator, store).LoadAsync(figure, cancellationToken);
        var tile = new TileDefinition { Indicator = indicator.Code, X = 0, Y = 0 };
        var name = Cultures.Pick(context.Culture, indicator.NameVi, indicator.NameEn);
        var domain = pack.Domains.FirstOrDefault(d => d.Code == indicator.Domain);
        var (previous, next) = Siblings(context, indicator);
        var communes = parts.Communes();
        var agencies = parts.Agencies();

        return new IndicatorPageView
        {
            Context = context,
            Title = name,
            Way = domain is null
                ? [new(context.T("Indicators.Overview"), context.Links.Home)]
                : [new(context.T("Indicators.Overview"), context.Links.Home), new(Cultures.Pick(context.Culture, domain.NameVi, domain.NameEn), context.Links.Home + "#domain-" + domain.Code)],
            Previous = previous,
            Next = next,
            Simulated = (figure is { Simulated: true, Value: not null }) || figure.Alternative is { Simulated: true } || chart.Series.Any(s => s.Simulated)
                || Marked(communes) || Marked(agencies) || Marked(observations.Table),
            Indicator = indicator.Code,
            Tile = tile,
            TileView = factory.Tile("t0", tile, figure, context.Culture, context.At, context.Links),
            Definition = indicator.DescriptionVi,
            Standing = words.Standing(),
            Pace = words.Pace(),
            LastPaces = words.LastPaces(history.Own),
            Origins = words.Origins(explanation),
            Facts = words.Facts(),
            Targets = words.Targets(),
            Chart = chart,
            WholePath = IndicatorChart.WholePath(context, indicator, chart, words),
            Spans = IndicatorChart.Spans(context),
            TwinOpen = context.Query.Get(TwinKey).Length > 0,
            TwinHref = AddressParts.With(context.Address, TwinKey, context.Query.Get(TwinKey).Length > 0 ? "" : "1"),
            BeforeMerger = history.BeforeMerger,
            Comparisons = words.Comparisons(),
            Milestones = words.Milestones(),
            Map = maps.Of(context, indicator.Code),
            Communes = communes,
            MapHref = communes is null ? "" : context.Links.Map(indicator.Code),
            Agencies = agencies,
            Observations = observations.Table,
            ObservationScopes = observations.Scopes,
            Older = observations.Older,
            Newest = observations.Newest,
        };
    }

    private async Task<IndicatorHistory> HistoryAsync(Indicator indicator, FigureState figure, PageContext context, CancellationToken cancellationToken)
    {
        var pack = context.Pack;
        var own = await LoadAsync(pack.Province.Code);
        var others = new List<(Area Area, IReadOnlyList<Observation> Observations)>();
        foreach (var code in figure.Comparisons.Select(c => c.Area).Concat(pack.Province.Predecessors).Distinct())
        {
            if (pack.Areas.TryGetValue(code, out var area)) others.Add((area, [.. (await LoadAsync(code)).Where(o => !o.Simulated)]));
        }

        return IndicatorHistory.Of(context, indicator, own, others);

        async Task<IReadOnlyList<Observation>> LoadAsync(string area) => (await store.LoadSeriesAsync(
            new SeriesQuery(new(indicator.Code, area)) { AsOfCommit = context.AsOfCommit, PeriodsUpTo = context.PeriodsUpTo, MaxPoints = MostPoints }, cancellationToken)).Observations;
    }

    // Those that the province's plans set something for; an indicator of the other province's plan stands between them all the same while it is looked at.
    private static (PageLink? Previous, PageLink? Next) Siblings(PageContext context, Indicator indicator)
    {
        var siblings = context.Pack.Catalogue.Where(i => i.Domain == indicator.Domain && (i == indicator || context.Pack.Targets.ContainsKey(i.Code))).ToList();
        var at = siblings.IndexOf(indicator);
        return (At(at - 1), At(at + 1));

        PageLink? At(int i) => i < 0 || i >= siblings.Count ? null
            : new(Cultures.Pick(context.Culture, siblings[i].NameVi, siblings[i].NameEn), context.Links.Indicator(siblings[i].Code));
    }

    private static bool Marked(TableView? table) => table is not null && table.Rows.Any(r => r.Cells.Any(c => c.Simulated));
}
