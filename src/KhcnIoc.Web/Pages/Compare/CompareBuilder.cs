using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages.Areas;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Compare;

/// <summary><c>/compare?areas=a,b&amp;indicators=x,y</c> or <c>agencies=</c>: side by side. A wrong address is answered in words, not with an error.</summary>
internal sealed class CompareBuilder(ProvincePack pack, ViewFactory factory, BoardPartsCache boards) : IPageBuilder
{
    public const string FindThingKey = "find", FindIndicatorKey = "find-indicator";

    /// <summary>How many offers are shown at once.</summary>
    private const int Offers = 12;

    public Type View => typeof(CompareView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["compare"] ? [] : null;

    public Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        var parts = boards.Of(context.Board);
        var choice = CompareChoice.Of(pack, parts, context);
        var columns = choice.Things.Select(c => Column(c, choice, context)).ToList();
        var rows = choice.Indicators.Select(i => Row(i, choice, parts, context)).ToList();
        var series = choice.Indicators.SelectMany(i => choice.Things.Select(t => choice.KeyOf(pack, i, t))).ToHashSet();
        return Task.FromResult<PageView?>(new CompareView
        {
            Context = context,
            Title = context.T(choice.OfAgencies ? "Areas.CompareAgencies" : "Areas.CompareAreas"),
            Subtitle = string.Join(" · ", columns.Select(c => c.Link.Text)),
            Way = [AreaWords.Home(context), choice.OfAgencies ? AreaWords.Agencies(context) : AreaWords.Communes(context)],
            Simulated = series.Any(k => parts.TryGet(k, out var figure) && figure.Simulated),
            OfAgencies = choice.OfAgencies,
            Notices = choice.Notices,
            Things = ThingChooser(choice, context),
            Indicators = IndicatorChooser(choice, context),
            Columns = columns,
            Rows = rows,
            Other = choice.OfAgencies
                ? new(context.T("Areas.CompareAreas"), context.Links.To("/compare"))
                : new(context.T("Areas.CompareAgencies"), context.Links.Compare([], DefaultAgencies(parts), [])),
            Table = TableOf(columns, rows, choice, context),
            Series = series,
        });
    }

    private CompareThing Column(string code, CompareChoice choice, PageContext context)
    {
        var name = CompareChoice.NameOf(pack, code, choice.OfAgencies, context);
        if (choice.OfAgencies) return new(code, new(name, context.Links.Agency(code)), "");
        var people = pack.Areas[code].Population;
        return new(code, new(name, context.Links.Area(code)), people is { } p ? context.T("Areas.People", Wording.Number(p, 0, context.Culture)) : "");
    }

    private CompareRow Row(Indicator indicator, CompareChoice choice, BoardParts parts, PageContext context)
    {
        var ranks = choice.OfAgencies ? parts.Agencies(indicator) : parts.Communes(indicator);
        var figures = choice.Things.Select(t => choice.KeyOf(pack, indicator, t))
            .Select(k => parts.TryGet(k, out var figure) ? figure : new FigureState { Key = k, StandingReason = StandingReason.NoFigure }).ToList();
        var among = Ranking.Of(indicator, [.. choice.Things.Select((t, i) => new RankInput(t, figures[i], null))]);
        var (first, last) = (among.Min(p => p.Rank), among.Max(p => p.Rank));
        var province = context.Board.Get(new(indicator.Code, pack.Province.Code));
        var isComparable = indicator.Aggregation != Aggregation.Sum && indicator.Kind == IndicatorKind.Stock;
        var scale = Shapes.Scale(indicator, figures.Max(f => f.Value), isComparable ? province.Value : null, null);
        var cells = figures.Select((figure, i) =>
        {
            var words = factory.Words(figure, context.Culture, context.At);
            var rank = among.First(p => p.Code == choice.Things[i]).Rank;
            var place = rank is null || first == last ? "" : rank == first ? "best" : rank == last ? "worst" : "";
            var all = ranks.Find(choice.Things[i]);
            return new CompareCell(
                AreaWords.Value(figure, words, context),
                AreaWords.Against(words),
                place.Length == 0 ? "" : context.T("Areas.Place." + place),
                place,
                all?.Rank is null ? "" : context.T("Areas.RankOf", AreaWords.Rank(all, ranks.Ranked, context).Text),
                figure.Value is null ? "" : words.Time,
                figure.Value is { } value and >= 0 ? Shapes.Percent(value, scale) : "",
                isComparable && province.Value is { } whole ? Shapes.Percent(whole, scale) : "");
        }).ToList();
        var provinceWords = factory.Words(province, context.Culture, context.At);
        return new(
            indicator.Code,
            new(AreaWords.NameOf(indicator, context), context.Links.Indicator(indicator.Code)),
            provinceWords.Target.Length > 0 ? context.T("Areas.TargetIs", provinceWords.Target) : "",
            cells,
            AreaWords.Value(province, provinceWords, context) with { Hint = province.Value is null ? "" : provinceWords.Time },
            AreaWords.Middle(ranks.Middle, choice.OfAgencies ? ranks.Parts.Count : pack.Communes.Count, indicator, context, ""));
    }

    private static TableView TableOf(List<CompareThing> columns, List<CompareRow> rows, CompareChoice choice, PageContext context) => new(
        "compare",
        context.T("Areas.CompareCaption"),
        [
            new("indicator", context.T("Areas.Indicator"), ColumnKind.Text),
            .. columns.Select(c => new TableColumn(c.Code, c.Link.Text, ColumnKind.Number)),
            new("province", context.T("Areas.WholeProvince"), ColumnKind.Number),
            new("median", context.T(choice.OfAgencies ? "Areas.AgenciesMedian" : "Areas.CommunesMedian"), ColumnKind.Number),
        ],
        [
            .. rows.Select(r => new TableRow(r.Code,
            [
                AreaWords.Linked(r.Indicator, r.Detail),
                .. r.Cells.Select(c => c.Value with { Mark = c.Standing.Mark, Hint = string.Join(" · ", new[] { c.Place, c.Standing.Text, c.Rank, c.Time }.Where(t => t.Length > 0)) }),
                r.Province,
                r.Median,
            ])),
        ])
    {
        EmptyText = context.T("Areas.CompareEmpty"),
        Note = context.T("Areas.CompareNote"),
    };

    private CompareChooser ThingChooser(CompareChoice choice, PageContext context)
    {
        var find = context.Query.Get(FindThingKey);
        var full = choice.Things.Count >= CompareChoice.MostThings;
        var offers = (choice.OfAgencies ? AgencyOffers(find, choice, context) : AreaOffers(find, choice, context)).ToList();
        return new(
            FindThingKey, find,
            context.T(choice.OfAgencies ? "Areas.ChosenAgencies" : "Areas.ChosenAreas"),
            [.. choice.Things.Select(t => new PageLink(CompareChoice.NameOf(pack, t, choice.OfAgencies, context), Address(choice, choice.Things.Where(o => o != t), choice.ByDefault ? [] : choice.Indicators, context)))],
            full ? [] : [.. offers.Take(Offers)],
            full ? context.T("Areas.CompareFull", CompareChoice.MostThings)
            : offers.Count == 0 ? context.T("Areas.NothingFound", find)
            : offers.Count > Offers ? context.T("Areas.MoreOffers", offers.Count - Offers)
            : "");
    }

    private IEnumerable<PageLink> AreaOffers(string find, CompareChoice choice, PageContext context)
    {
        var day = AreaWords.DayOf(context);
        // Nothing typed: those that can fairly be compared with the first come first.
        var order = choice.Things.Count > 0 && find.Length == 0 ? Peers.Of(pack.Areas[choice.Things[0]], pack.Communes, day) : [];
        return order.Concat(pack.Communes.Except(order))
            .Where(c => !choice.Things.Contains(c.Code) && (find.Length == 0 || AreaListBuilder.Matches(find, [c.Code, .. c.Names.Select(n => n.Name)])))
            .Select(c => new PageLink(c.NameOn(day).Name, Address(choice, choice.Things.Append(c.Code), choice.ByDefault ? [] : choice.Indicators, context)));
    }

    private IEnumerable<PageLink> AgencyOffers(string find, CompareChoice choice, PageContext context)
    {
        var parts = boards.Of(context.Board);
        return pack.Agencies.Values
            .Where(a => !choice.Things.Contains(a.Code) && (find.Length == 0 ? parts.OfAgency(a.Code).Count > 0 : AreaListBuilder.Matches(find, a.Name, a.ShortName)))
            .OrderByDescending(a => parts.OfAgency(a.Code).Count)
            .Select(a => new PageLink(a.ShortName, Address(choice, choice.Things.Append(a.Code), choice.ByDefault ? [] : choice.Indicators, context)));
    }

    private CompareChooser IndicatorChooser(CompareChoice choice, PageContext context)
    {
        var find = context.Query.Get(FindIndicatorKey);
        var full = choice.Indicators.Count >= CompareChoice.MostIndicators;
        var offers = choice.Comparable(pack)
            .Where(i => !choice.Indicators.Contains(i) && (find.Length == 0 || AreaListBuilder.Matches(find, i.NameVi, i.NameEn, i.ShortVi)))
            .Select(i => new PageLink(AreaWords.NameOf(i, context), Address(choice, choice.Things, choice.Indicators.Append(i), context))).ToList();
        return new(
            FindIndicatorKey, find,
            context.T("Areas.ChosenIndicators"),
            [.. choice.Indicators.Select(i => new PageLink(AreaWords.NameOf(i, context), Address(choice, choice.Things, choice.Indicators.Where(o => o != i), context)))],
            full ? [] : offers,
            full ? context.T("Areas.CompareFullIndicators", CompareChoice.MostIndicators) : offers.Count == 0 && find.Length > 0 ? context.T("Areas.NothingFound", find) : "");
    }

    // What was typed to find something is left out: the choice has been made.
    private static string Address(CompareChoice choice, IEnumerable<string> things, IEnumerable<Indicator> indicators, PageContext context) => choice.OfAgencies
        ? context.Links.Compare([], things, indicators.Select(i => i.Code))
        : context.Links.Compare(things, [], indicators.Select(i => i.Code));

    private IEnumerable<string> DefaultAgencies(BoardParts parts)
    {
        var reporting = pack.Agencies.Keys.Where(a => parts.OfAgency(a).Count > 0).OrderByDescending(a => parts.OfAgency(a).Count).Take(3).ToList();
        return reporting.Count >= CompareChoice.FewestThings ? reporting : pack.Agencies.Values.Where(a => a.Kind == "department").Take(3).Select(a => a.Code);
    }
}
