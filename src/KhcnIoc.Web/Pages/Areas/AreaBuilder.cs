using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Areas;

/// <summary><c>/areas/{code}</c>: a commune against the province and its peers; the province, what it was merged from, and what it is compared with.</summary>
internal sealed partial class AreaBuilder(ProvincePack pack, ViewFactory factory, BoardPartsCache boards, FeedDirectory feeds, TimeProvider time) : IPageBuilder
{
    public Type View => typeof(AreaView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["areas", var code] ? [code] : null;

    public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        if (!pack.Areas.TryGetValue(codes[0], out var area)) return null;
        var book = await feeds.GetAsync(cancellationToken);
        var parts = boards.Of(context.Board);
        return area.Level switch
        {
            AreaLevel.Commune => Commune(area, parts, book, context),
            AreaLevel.Province => Province(parts, book, context),
            _ => Other(area, parts, context),
        };
    }

    private FigureWords Words(FigureState figure, PageContext context) => factory.Words(figure, context.Culture, context.At);

    private PlaceSection Feeds(IReadOnlyCollection<FigureState> figures, BoardParts parts, FeedBook book, PageContext context)
    {
        var codes = figures.Where(f => f.Feed.Length > 0 && f.Origin != FigureOrigin.RolledUp).Select(f => f.Feed).Distinct().OrderBy(pack.RankOf).ThenBy(c => c, StringComparer.Ordinal);
        return new("feeds", context.T("Areas.FeedsTitle")) { Table = FeedRows.Table(context, codes, figures, parts, book) };
    }

    /// <summary>Names and kinds by date, with the documents that made them.</summary>
    private PlaceSection Names(Area area, PageContext context)
    {
        TableColumn[] columns =
        [
            new("from", context.T("Areas.From"), ColumnKind.Text), new("name", context.T("Areas.Name"), ColumnKind.Text),
            new("kind", context.T("Areas.KindColumn"), ColumnKind.Text), new("document", context.T("Areas.Document"), ColumnKind.Text),
        ];
        var today = area.NameOn(AreaWords.DayOf(context));
        var rows = area.Names.Reverse().Select(n => new TableRow(
            AreaWords.Day(n.From),
            [new(n.From > DateOnly.MinValue ? AreaWords.Day(n.From) : context.T("Areas.Always")), new(n.Name), new(AreaWords.KindOf(n.Kind, context)), new(n.Document.Length > 0 ? n.Document : "–")],
            Highlighted: ReferenceEquals(n, today))).ToList();
        if (area.FormerProvince is { } former && pack.Areas.TryGetValue(former, out var old) && area.ValidFrom is { } from)
        {
            rows.Add(new("before", [new(context.T("Areas.Before", AreaWords.Day(from))), AreaWords.Linked(new(context.T("Areas.InFormer", old.ShortName), context.Links.Area(old.Code))), new(""), new(pack.Province.Names[0].Document is { Length: > 0 } d ? d : "–")]));
        }

        return new("names", context.T("Areas.NamesTitle")) { Table = new TableView("names", context.T("Areas.NamesCaption"), columns, rows) };
    }

    private static List<Fact> Facts(Area area, PageContext context)
    {
        var name = area.NameOn(AreaWords.DayOf(context));
        List<Fact> facts = [new(context.T("Areas.KindColumn"), AreaWords.KindOf(name.Kind, context)), new(context.T("Areas.Code"), area.Code)];
        if (area.Population is { } people) facts.Add(new(context.T("Areas.Population"), context.T("Areas.People", Wording.Number(people, 0, context.Culture)), people));
        if (area.AreaKm2 is { } size) facts.Add(new(context.T("Areas.Size"), context.T("Areas.Km2", Wording.Short(size, context.Culture)), size));
        if (DensityOf(area) is { } density) facts.Add(new(context.T("Areas.Density"), context.T("Areas.PerKm2", Wording.Number(density, 0, context.Culture)), density));
        return facts;
    }

    internal static decimal? DensityOf(Area area) => area is { Population: { } people, AreaKm2: > 0 and var size } ? decimal.Round(people / size, 0, MidpointRounding.AwayFromZero) : null;
}
