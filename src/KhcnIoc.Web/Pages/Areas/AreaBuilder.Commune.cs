using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Areas;

internal sealed partial class AreaBuilder
{
    /// <summary>How many peers the comparison begins with beside the commune itself.</summary>
    private const int ComparedPeers = 2;

    private AreaView Commune(Area area, BoardParts parts, FeedBook book, PageContext context)
    {
        var day = AreaWords.DayOf(context);
        var peers = Peers.Of(area, pack.Communes, day);
        var own = parts.OfArea(area.Code);
        var split = pack.Catalogue.Where(i => i.Breakdown.HasFlag(Breakdown.Commune)).ToList();
        var figures = split.Where(i => own.ContainsKey(i.Code)).Select(i => own[i.Code]).ToList();
        var missing = split.Where(i => pack.Targets.ContainsKey(i.Code) && !own.ContainsKey(i.Code)).ToList();
        var counts = AreaWords.Counts(figures, missing.Count, context);
        var at = pack.Communes.ToList().FindIndex(c => c.Code == area.Code);
        var exists = area.ValidFrom is not { } from || from <= day;
        List<PlaceSection> sections =
        [
            new("summary", context.T("Areas.SummaryTitle")) { Counts = counts, Texts = [AreaWords.Sentence(counts, figures, context)] },
            new("indicators", context.T("Areas.IndicatorsTitle")) { Figures = CommuneFigures(area, figures, peers, parts, context) },
        ];
        if (missing.Count > 0) sections.Add(new("missing", context.T("Areas.MissingTitle", missing.Count)) { Table = Missing(missing, context) });
        sections.Add(Feeds(figures, parts, book, context));
        sections.Add(PeerList(peers, context));
        sections.Add(Names(area, context));

        return new()
        {
            Context = context,
            Area = area.Code,
            Time = time,
            Title = AreaWords.NameOf(area, context),
            Subtitle = context.T("Areas.CommuneOf", AreaWords.NameOf(pack.Province, context)),
            Way = [AreaWords.Home(context), AreaWords.Communes(context)],
            Previous = at > 0 ? AreaWords.Link(pack.Communes[at - 1], context) : null,
            Next = at >= 0 && at < pack.Communes.Count - 1 ? AreaWords.Link(pack.Communes[at + 1], context) : null,
            Simulated = figures.Exists(f => f.Simulated),
            Facts = CommuneFacts(area, context),
            Notices = exists ? [] : [context.T("Areas.NotYet", AreaWords.Day(area.ValidFrom!.Value))],
            Actions = peers.Count == 0 ? [] : [new(context.T("Areas.CompareWithPeers"), context.Links.Compare([area.Code, .. peers.Take(ComparedPeers).Select(p => p.Code)], [], []))],
            Sections = sections,
        };
    }

    private List<Fact> CommuneFacts(Area area, PageContext context)
    {
        var facts = Facts(area, context);
        if (area.FormerProvince is { } former && pack.Areas.TryGetValue(former, out var old)) facts.Add(new(context.T("Areas.Former"), old.ShortName, Href: context.Links.Area(old.Code)));
        return facts;
    }

    private FigureTable CommuneFigures(Area area, List<FigureState> figures, IReadOnlyList<Area> peers, BoardParts parts, PageContext context)
    {
        TableColumn[] columns =
        [
            new("indicator", context.T("Areas.Indicator"), ColumnKind.Text),
            new("value", context.T("Areas.Value"), ColumnKind.Number),
            new("standing", context.T("Areas.AgainstPath"), ColumnKind.Text),
            new("province", context.T("Areas.WholeProvince"), ColumnKind.Number),
            new("peers", context.T("Areas.PeersMedian"), ColumnKind.Number),
            new("rank", context.T("Areas.Rank"), ColumnKind.Number),
            new("time", context.T("Areas.Time"), ColumnKind.Text),
        ];
        var bars = new Dictionary<string, PlaceBar>(StringComparer.Ordinal);
        var rows = AreaWords.WorstFirst(figures, f => f).Select(figure =>
        {
            var indicator = pack.Indicators[figure.Key.Indicator];
            var words = Words(figure, context);
            var province = context.Board.Get(new(indicator.Code, pack.Province.Code));
            var ranks = parts.Communes(indicator);
            var middle = Ranking.Middle(indicator, peers.Select(p => ranks.Find(p.Code)!.Figure));
            var comparable = IsComparable(indicator);
            if (PlaceBar.Of(ranks.Lowest, ranks.Highest, figure.Value, comparable ? province.Value : null, middle?.Median) is { } bar) bars[indicator.Code] = bar;
            var withPeers = context.Links.Compare([area.Code, .. peers.Take(5).Select(p => p.Code)], [], [indicator.Code]);
            return new TableRow(indicator.Code,
            [
                AreaWords.Linked(new(AreaWords.NameOf(indicator, context), context.Links.Indicator(indicator.Code))),
                AreaWords.Value(figure, words, context),
                AreaWords.Against(words),
                AreaWords.Value(province, Words(province, context), context) with { Hint = Against(indicator, figure, province, context) },
                AreaWords.Middle(middle, peers.Count, indicator, context, withPeers),
                AreaWords.Rank(ranks.Find(area.Code), ranks.Ranked, context),
                AreaWords.Time(figure, words),
            ]);
        });
        var table = new TableView("indicators", context.T("Areas.IndicatorsCaption"), columns, [.. rows])
        {
            EmptyText = context.T("Areas.NoFigures"),
            Note = context.T("Areas.IndicatorsNote", Peers.Count),
        }.Sorted(context.Query);
        return new(table, "rank", bars, context.T("Areas.BarLegend"));
    }

    // A count of one commune beside the province's sum says nothing of which is better; its share does.
    private static bool IsComparable(Indicator indicator) => indicator.Aggregation != Aggregation.Sum && indicator.Kind == IndicatorKind.Stock;

    private static string Against(Indicator indicator, FigureState figure, FigureState province, PageContext context)
    {
        if (figure.Value is not { } own || province.Value is not { } whole) return "";
        if (!IsComparable(indicator))
        {
            var sameYear = figure.Period?.LastDay.Year == province.Period?.LastDay.Year;
            return indicator.Aggregation == Aggregation.Sum && sameYear && !province.AtLeast && own >= 0 && whole >= own && whole > 0
                ? context.T("Areas.ShareOfProvince", Wording.Number(own / whole * 100, 1, context.Culture))
                : "";
        }

        var difference = decimal.Round(own, indicator.Decimals, MidpointRounding.AwayFromZero) - decimal.Round(whole, indicator.Decimals, MidpointRounding.AwayFromZero);
        return difference == 0
            ? context.T("Areas.SameAsProvince")
            : context.T(difference > 0 ? "Areas.AboveProvince" : "Areas.BelowProvince", Wording.Amount(difference, indicator, context.Culture));
    }

    private TableView Missing(IEnumerable<Indicator> missing, PageContext context)
    {
        TableColumn[] columns =
        [
            new("indicator", context.T("Areas.Indicator"), ColumnKind.Text), new("lead", context.T("Areas.LeadAgency"), ColumnKind.Text), new("cadence", context.T("Areas.CadenceColumn"), ColumnKind.Text),
        ];
        var rows = missing.Select(i => new TableRow(i.Code,
        [
            new(AreaWords.NameOf(i, context)) { Href = context.Links.Indicator(i.Code), Mark = "missing" },
            AreaWords.Linked(pack.Agencies.GetValueOrDefault(i.LeadAgency), i.LeadAgency, context, i.LeadAgencyAssumed ? context.T("Areas.LeadAssumed") : ""),
            new(context.T("Areas.Cadence." + i.Cadence)),
        ]));
        return new TableView("missing", context.T("Areas.MissingCaption"), columns, [.. rows]).Sorted(context.Query);
    }

    private static PlaceSection PeerList(IReadOnlyList<Area> peers, PageContext context) => new("peers", context.T("Areas.PeersTitle"))
    {
        Texts = [peers.Count == 0 ? context.T("Areas.NoPeers") : context.T("Areas.PeersText", peers.Count)],
        Links = [.. peers.Select(p => new PageLink(context.T("Areas.PeerLink", AreaWords.NameOf(p, context), Wording.Number(p.Population!.Value, 0, context.Culture)), context.Links.Area(p.Code)))],
    };
}
