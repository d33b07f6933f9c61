using System.Globalization;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>The plan's goals without a number.</summary>
public sealed record MilestonesView : PageView
{
    public required string Notice { get; init; }
    public required IReadOnlyList<TableView> Tables { get; init; }

    public override IReadOnlyList<PageBlock> Blocks => [new TextBlock(Notice, IsNotice: true), .. Tables.Select(t => new TableBlock(t))];

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => false;
}

/// <summary>Makes <c>/milestones</c>. There is no feature for evidence yet, and the page says so: nothing is called done or not done.</summary>
internal sealed class MilestonesBuilder : IPageBuilder
{
    public Type View => typeof(MilestonesView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["milestones"] ? [] : null;

    public Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        var (pack, culture) = (context.Pack, context.Culture);
        TableColumn[] columns =
        [
            new("title", context.T("Overview.Milestone"), ColumnKind.Text), new("plan", context.T("Overview.MilestonePlan"), ColumnKind.Text),
            new("section", context.T("Overview.MilestoneSection"), ColumnKind.Text), new("state", context.T("Overview.MilestoneState"), ColumnKind.Text),
        ];
        var tables = pack.Milestones.GroupBy(m => m.Year).OrderBy(g => g.Key ?? int.MaxValue).Select(g => new TableView(
            "y" + (g.Key?.ToString(CultureInfo.InvariantCulture) ?? "0"),
            g.Key is { } year
                ? context.T("Overview.MilestonesYear", year.ToString(CultureInfo.InvariantCulture), Wording.Number(g.Count(), 0, culture))
                : context.T("Overview.MilestonesNoYear", Wording.Number(g.Count(), 0, culture)),
            columns,
            [.. g.Select(m => new TableRow(m.Code,
            [
                new(Cultures.Pick(culture, m.TitleVi, m.TitleEn)), new(m.Plan), new(m.Section), new(context.T("Overview.NoEvidence")) { Mark = "unknown" },
            ]))]).Sorted(context.Query)).ToList();
        return Task.FromResult<PageView?>(new MilestonesView
        {
            Context = context,
            Title = context.T("Overview.MilestonesTitle"),
            Subtitle = context.T("Overview.MilestonesSubtitle", Wording.Number(pack.Milestones.Count, 0, culture)),
            Way = [new(context.T("Overview.Title"), context.Links.Home)],
            Notice = context.T("Overview.MilestonesNotice"),
            Tables = tables,
        });
    }
}
