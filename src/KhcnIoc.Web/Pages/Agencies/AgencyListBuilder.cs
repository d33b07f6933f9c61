using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages.Areas;

namespace KhcnIoc.Web.Pages.Agencies;

/// <summary><c>/agencies</c>: all agencies with what they lead and report, narrowed by <c>find</c>.</summary>
internal sealed class AgencyListBuilder(ProvincePack pack, BoardPartsCache boards, TimeProvider time) : IPageBuilder
{
    public Type View => typeof(AgencyListView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["agencies"] ? [] : null;

    public Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        var parts = boards.Of(context.Board);
        var find = context.Query.Get(AreaListBuilder.FindKey);
        var led = pack.PlanIndicators.ToLookup(i => i.LeadAgency, i => context.Board.Get(new(i.Code, pack.Province.Code)), StringComparer.Ordinal);
        var found = pack.Agencies.Values.Where(a => find.Length == 0 || AreaListBuilder.Matches(find, a.Name, a.ShortName, AgencyBuilder.KindOf(a, context))).ToList();
        TableColumn[] columns =
        [
            new("name", context.T("Areas.AgencyName"), ColumnKind.Text),
            new("kind", context.T("Areas.KindColumn"), ColumnKind.Text),
            new("led", context.T("Areas.Led"), ColumnKind.Number),
            new("behind", context.T("Standing.behind"), ColumnKind.Number),
            new("watch", context.T("Standing.watch"), ColumnKind.Number),
            new("reports", context.T("Areas.Reports"), ColumnKind.Number),
            new("feeds", context.T("Areas.FeedCount"), ColumnKind.Number),
        ];
        var rows = found.Select(a =>
        {
            var own = led[a.Code].ToList();
            var (behind, watch) = (own.Count(f => f.Standing == Standing.Behind), own.Count(f => f.Standing == Standing.Watch));
            return new TableRow(a.Code,
            [
                AreaWords.Linked(new(a.Name, context.Links.Agency(a.Code)), a.ShortName == a.Name ? "" : a.ShortName),
                new(AgencyBuilder.KindOf(a, context)),
                AreaWords.Number(own.Count, context),
                AreaWords.Number(behind, context) with { Mark = behind > 0 ? "behind" : "" },
                AreaWords.Number(watch, context) with { Mark = watch > 0 ? "watch" : "" },
                AreaWords.Number(parts.OfAgency(a.Code).Count, context),
                AreaWords.Number(pack.Feeds.Values.Count(f => f.Agency == a.Code), context),
            ]);
        });
        var table = new TableView("agencies", context.T("Areas.AgencyListCaption", found.Count, pack.Agencies.Count), columns, [.. rows])
        {
            EmptyText = context.T("Areas.NothingFound", find),
            Note = context.T("Areas.AgencyListNote"),
        }.Sorted(context.Query);
        return Task.FromResult<PageView?>(new AgencyListView
        {
            Context = context,
            Title = context.T("Areas.AgencyListTitle"),
            Subtitle = context.T("Areas.AgencyListSubtitle", AreaWords.NameOf(pack.Province, context)),
            Way = [AreaWords.Home(context)],
            Find = find,
            Time = time,
            Simulated = led.Any(a => a.Any(f => f is { Simulated: true, Value: not null })),
            Actions = [AreaWords.Communes(context)],
            Sections = [new("agencies", context.T("Areas.AgencyListTitle")) { Table = table }],
        });
    }
}
