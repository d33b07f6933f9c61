using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Web.Pages.Areas;

/// <summary><c>/areas</c>: all communes with what is to be known first, narrowed by <c>find</c>; and the other areas.</summary>
internal sealed class AreaListBuilder(ProvincePack pack, BoardPartsCache boards, TimeProvider time) : IPageBuilder
{
    public const string FindKey = "find";

    public Type View => typeof(AreaListView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["areas"] ? [] : null;

    /// <summary>The areas that are no commune: the province, its predecessors, the country, benchmarks.</summary>
    public static IEnumerable<Area> Others(ProvincePack pack) => pack.Areas.Values.Where(a => a.Level != AreaLevel.Commune).OrderBy(a => a.Level switch
    {
        AreaLevel.Province => 0,
        AreaLevel.Predecessor => 1,
        AreaLevel.Country => 2,
        _ => 3,
    });

    /// <summary>Each word of what is looked for stands in one of the texts.</summary>
    public static bool Matches(string find, params ReadOnlySpan<string> texts)
    {
        var folded = SearchIndex.Fold(string.Join(' ', texts!));
        foreach (var word in SearchIndex.Fold(find).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!folded.Contains(word, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    public Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        var parts = boards.Of(context.Board);
        var day = AreaWords.DayOf(context);
        var find = context.Query.Get(FindKey);
        var expected = pack.PlanIndicators.Where(i => i.Breakdown.HasFlag(Breakdown.Commune)).Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        var found = pack.Communes.Where(c => find.Length == 0 || Matches(find, [c.Code, FormerName(c), .. c.Names.Select(n => n.Name)])).ToList();
        TableColumn[] columns =
        [
            new("name", context.T("Areas.Name"), ColumnKind.Text),
            new("behind", context.T("Standing.behind"), ColumnKind.Number),
            new("watch", context.T("Standing.watch"), ColumnKind.Number),
            new("missing", context.T("Areas.Missing"), ColumnKind.Number),
            new("population", context.T("Areas.Population"), ColumnKind.Number),
            new("size", context.T("Areas.Size"), ColumnKind.Number, "km²"),
            new("density", context.T("Areas.DensityColumn"), ColumnKind.Number),
            new("former", context.T("Areas.Former"), ColumnKind.Text),
        ];
        var simulated = false;
        var rows = found.Select(c =>
        {
            var own = parts.OfArea(c.Code);
            var (behind, watch, here) = (0, 0, 0);
            foreach (var (code, figure) in own)
            {
                if (figure.Standing == Standing.Behind) behind++;
                if (figure.Standing == Standing.Watch) watch++;
                if (expected.Contains(code)) here++;
                simulated |= figure.Simulated;
            }

            return new TableRow(c.Code,
            [
                AreaWords.Linked(AreaWords.Link(c, context), c.Code),
                AreaWords.Number(behind, context) with { Mark = behind > 0 ? "behind" : "" },
                AreaWords.Number(watch, context) with { Mark = watch > 0 ? "watch" : "" },
                AreaWords.Number(expected.Count - here, context),
                AreaWords.Number(c.Population, context),
                FigureCells.Number(c.AreaKm2, 1, context.Culture),
                FigureCells.Number(AreaBuilder.DensityOf(c), 0, context.Culture),
                c.FormerProvince is { } former ? AreaWords.Linked(new(FormerName(c), context.Links.Area(former))) : TableCell.Empty,
            ]);
        }).ToList();
        var table = new TableView("communes", context.T("Areas.ListCaption", found.Count, pack.Communes.Count), columns, rows)
        {
            EmptyText = context.T("Areas.NothingFound", find),
            Note = context.T("Areas.ListNote", expected.Count),
        }.Sorted(context.Query);
        return Task.FromResult<PageView?>(new AreaListView
        {
            Context = context,
            Title = context.T("Areas.ListTitle"),
            Subtitle = context.T("Areas.ListSubtitle", AreaBuilder.KindCounts(pack.Communes, day, context), AreaWords.NameOf(pack.Province, context)),
            Way = [AreaWords.Home(context)],
            Find = find,
            Time = time,
            Simulated = simulated,
            Actions = [AreaWords.Agencies(context)],
            Sections =
            [
                new("communes", context.T("Areas.CommunesTitle")) { Table = table },
                new("others", context.T("Areas.OthersTitle")) { Links = [.. Others(pack).Select(a => new PageLink(a.ShortName, context.Links.Area(a.Code)))] },
            ],
        });
    }

    private string FormerName(Area commune) => commune.FormerProvince is { } former && pack.Areas.TryGetValue(former, out var area) ? area.ShortName : "";
}
