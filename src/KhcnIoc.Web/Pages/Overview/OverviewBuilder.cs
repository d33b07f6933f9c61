using System.Globalization;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>Makes <c>/</c>: exceptions, late feeds, the plan's counts, and a tile for each indicator of the plan and of the main dashboard.</summary>
internal sealed class OverviewBuilder(ViewFactory factory, OverviewTiles tiles) : IPageBuilder
{
    private const string Dashboard = "main", StandingKey = "standing";

    /// <summary>In the order in which they are counted; each is also the name of its mark.</summary>
    private static readonly Standing[] s_standings = [Standing.Behind, Standing.Watch, Standing.OnPath, Standing.Met, Standing.Unknown];

    public Type View => typeof(OverviewView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path.Count == 0 ? [] : null;

    public Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken) => Task.FromResult<PageView?>(Build(context));

    private OverviewView Build(PageContext context)
    {
        var (pack, board, culture) = (context.Pack, context.Board, context.Culture);
        var shown = TilesOf(pack).Select(tile => new Shown(tile, KeyOf(tile, pack))).Select(s => s with { Figure = board.Get(s.Key) }).ToList();
        var summary = PlanSummary.Of(pack, board);
        var chosen = s_standings.Where(s => s.ToCode() == context.Query.Get(StandingKey)).Select(s => (Standing?)s).FirstOrDefault();
        var year = summary.Year.ToString(CultureInfo.InvariantCulture);
        var groups = chosen is { } standing
            ? [Group("chosen", context.T("Overview.Chosen", context.T("Standing." + standing.ToCode()), year), shown.Where(s => StandingFor(s, summary.Year, pack, board) == standing))]
            : Groups(shown, context);
        var late = LateFeeds(shown, context);
        var anyFeed = shown.Any(s => s.Figure.Feed.Length > 0);
        var counts = s_standings.Select(s => new OverviewCount(
            s.ToCode(), context.T("Standing." + s.ToCode()), Wording.Number(summary.Counts[s], 0, culture),
            s == chosen ? context.Links.Home : context.Links.To("/", (StandingKey, s.ToCode())), s == chosen)).ToList();
        var title = context.T("Overview.SummaryTitle", year, Wording.Number(summary.Total, 0, culture));
        var feedsWords = late.Count > 0 ? "" : context.T(anyFeed ? "Head.AllFresh" : "Head.NoFeed");

        return new()
        {
            Context = context,
            Title = context.T("Overview.Title"),
            Subtitle = context.T("Overview.Subtitle", pack.Province.NameOn(ProvinceCalendar.DayOf(context.At)).Name),
            Simulated = shown.Any(s => s.Figure is { Simulated: true, Value: not null }),
            SummaryTitle = title,
            Counts = counts,
            WithoutTarget = summary.Without > 0 ? context.T("Overview.WithoutTarget", Wording.Number(summary.Without, 0, culture), year) : "",
            LateFeeds = late,
            FeedsWords = feedsWords,
            FeedsMark = anyFeed ? "met" : "missing",
            Groups = [.. groups.Select(g => new OverviewGroup(g.Code, g.Title, [.. g.Tiles.Select(s => tiles.Of(s.Tile, s.Figure, context))]))],
            Unfiltered = chosen is null ? null : new(context.T("Overview.ShowAll"), context.Links.Home),
            Keys = shown.Select(s => s.Key).ToHashSet(),
            Content = Blocks(title, counts, late, feedsWords, groups, context),
        };
    }

    private static List<TileGroup> Groups(List<Shown> shown, PageContext context)
    {
        var exceptions = shown.Where(s => s.Figure.Standing is Standing.Behind or Standing.Watch && s.Figure.Value is not null).ToHashSet();
        var groups = new List<TileGroup>
        {
            Group("behind", context.T("Overview.Behind"), exceptions.Where(s => s.Figure.Standing == Standing.Behind)),
            Group("watch", context.T("Overview.Watch"), exceptions.Where(s => s.Figure.Standing == Standing.Watch)),
        };
        groups.AddRange(context.Pack.Domains.Select(d => Group(
            d.Code, Cultures.Pick(context.Culture, d.NameVi, d.NameEn), shown.Where(s => !exceptions.Contains(s) && context.Pack.Indicators[s.Key.Indicator].Domain == d.Code))));
        groups.RemoveAll(g => g.Tiles.Count == 0);
        return groups;
    }

    // Those that the counts count: only the province's own figures of the plan.
    private static Standing? StandingFor(Shown shown, int year, ProvincePack pack, IBoardView board) =>
        shown.Key.Area == pack.Province.Code && shown.Key.Agency.Length == 0 && pack.Targets.ContainsKey(shown.Key.Indicator)
            ? PlanSummary.StandingFor(pack.Indicators[shown.Key.Indicator], board.PathOf(shown.Key.Indicator), shown.Figure, year)
            : null;

    private static List<LateFeed> LateFeeds(List<Shown> shown, PageContext context)
    {
        return [.. shown.Where(s => s.Figure.Feed.Length > 0 && s.Figure.DataState is DataState.Late or DataState.Stale or DataState.Error)
            .GroupBy(s => s.Figure.Feed).Select(g => Late(g.Key, [.. g.OrderByDescending(s => s.Figure.Overdue)]))
            .OrderByDescending(f => f.Rank).ThenByDescending(f => f.Overdue).Select(f => f.Feed)];

        (LateFeed Feed, int Rank, TimeSpan Overdue) Late(string code, List<Shown> figures)
        {
            var rank = figures.Max(f => Rank(f.Figure.DataState));
            var overdue = figures.Where(f => Rank(f.Figure.DataState) == rank).Max(f => f.Figure.Overdue);
            var words = rank == 3 ? context.T("Age.Error") : context.T(rank == 2 ? "Age.Stale" : "Age.Late", Wording.Span(overdue, context.Culture));
            var name = context.Pack.Feeds.TryGetValue(code, out var feed) ? feed.NameVi : code;
            var links = figures.Select(f => new PageLink(NameOf(f, context), context.Links.Figure(f.Key))).ToList();
            return (new(code, name, rank == 3 ? "error" : "stale", words, context.T("Overview.Hanging", Wording.Number(links.Count, 0, context.Culture)), links), rank, overdue);
        }

        static int Rank(DataState state) => state switch { DataState.Error => 3, DataState.Stale => 2, _ => 1 };
    }

    private static string NameOf(Shown shown, PageContext context)
    {
        var indicator = context.Pack.Indicators[shown.Key.Indicator];
        var name = Cultures.Pick(context.Culture, indicator.ShortVi, indicator.NameEn);
        if (shown.Key.Agency.Length > 0) return $"{name} · {(context.Pack.Agencies.TryGetValue(shown.Key.Agency, out var agency) ? agency.ShortName : shown.Key.Agency)}";
        return shown.Key.Area == context.Pack.Province.Code || !context.Pack.Areas.TryGetValue(shown.Key.Area, out var area) ? name : $"{name} · {area.ShortName}";
    }

    private List<PageBlock> Blocks(string title, List<OverviewCount> counts, List<LateFeed> late, string feedsWords, List<TileGroup> groups, PageContext context)
    {
        var blocks = new List<PageBlock>
        {
            new HeadingBlock(title),
            new FactsBlock([.. counts.Select(c => new Fact(c.Label, c.Number, decimal.Parse(c.Number, NumberStyles.Number, context.Culture), c.Href, c.Standing))]),
            new HeadingBlock(context.T("Overview.Feeds")),
        };
        if (late.Count == 0) blocks.Add(new TextBlock(feedsWords));
        else blocks.Add(new FactsBlock([.. late.Select(f => new Fact(f.Name, $"{f.Words}; {f.Count}", Mark: f.Mark))]));
        foreach (var group in groups)
        {
            blocks.Add(new HeadingBlock(group.Title));
            blocks.Add(new TilesBlock([.. group.Tiles.Select(s => (s.Tile, factory.Tile(OverviewTiles.IdOf(s.Key), s.Tile, s.Figure, context.Culture, context.At, context.Links)))]));
        }

        return blocks;
    }

    // The main dashboard's tiles in its order, each figure once, then what of the plan it does not show.
    private static IEnumerable<TileDefinition> TilesOf(ProvincePack pack)
    {
        var dashboard = pack.Dashboards.TryGetValue(Dashboard, out var main) ? main.Pages.SelectMany(p => p.Tiles) : [];
        return dashboard.Concat(pack.PlanIndicators.Select(i => new TileDefinition { Indicator = i.Code, X = 0, Y = 0 })).DistinctBy(t => KeyOf(t, pack));
    }

    private static SeriesKey KeyOf(TileDefinition tile, ProvincePack pack) => new(tile.Indicator, tile.Area.Length == 0 ? pack.Province.Code : tile.Area, tile.Agency);

    private static TileGroup Group(string code, string title, IEnumerable<Shown> shown) => new(code, title, [.. shown]);

    private sealed record Shown(TileDefinition Tile, SeriesKey Key)
    {
        public FigureState Figure { get; init; } = null!;
    }

    private sealed record TileGroup(string Code, string Title, List<Shown> Tiles);
}
