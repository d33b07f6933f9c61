using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Pages.Charts;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Pages.Indicators;

/// <param name="Text">What it shows.</param>
/// <param name="Href">The same page with this choice.</param>
/// <param name="Current">It is in force.</param>
public sealed record PageChoice(string Text, string Href, bool Current);

/// <summary>A sentence with a mark before it.</summary>
/// <param name="Mark">Symbol id without "#m-"; empty = none.</param>
public sealed record MarkedSentence(string Text, string Mark);

/// <summary>Everything about one indicator of the province.</summary>
public sealed record IndicatorPageView : PageView
{
    /// <summary>Indicator code.</summary>
    public required string Indicator { get; init; }
    public required TileDefinition Tile { get; init; }
    public required ViewPart TileView { get; init; }

    public required string Definition { get; init; }
    public required MarkedSentence Standing { get; init; }

    /// <summary>What pace is needed, or why none can be said.</summary>
    public required string Pace { get; init; }

    /// <summary>The pace of the last periods; empty = too little is known.</summary>
    public required string LastPaces { get; init; }

    /// <summary>The reported and the rolled-up figure, that which is shown first.</summary>
    public required TableView Origins { get; init; }
    public required IReadOnlyList<Fact> Facts { get; init; }
    public required TableView Targets { get; init; }
    public required ChartView Chart { get; init; }
    /// <summary>The path to 2045 small; <see langword="null"/> = the chart shows it.</summary>
    public Drawing? WholePath { get; init; }
    public required IReadOnlyList<PageChoice> Spans { get; init; }

    /// <summary>The table twin stands open.</summary>
    public required bool TwinOpen { get; init; }

    /// <summary>The same page with the table twin open or closed.</summary>
    public required string TwinHref { get; init; }

    /// <summary>What must be known of the time before the merger; empty = nothing.</summary>
    public required string BeforeMerger { get; init; }
    public TableView? Comparisons { get; init; }
    public TableView? Milestones { get; init; }
    public MapView? Map { get; init; }
    public TableView? Communes { get; init; }

    /// <summary>The map of this indicator; empty = not broken down by commune.</summary>
    public string MapHref { get; init; } = "";
    public TableView? Agencies { get; init; }
    public required TableView Observations { get; init; }
    public required IReadOnlyList<PageChoice> ObservationScopes { get; init; }
    public PageLink? Older { get; init; }
    public PageLink? Newest { get; init; }

    public override IReadOnlyList<PageBlock> Blocks =>
    [
        new HeadingBlock(Title),
        new TextBlock(Definition),
        new TilesBlock([(Tile, TileView)]),
        new TextBlock(Standing.Text),
        new TextBlock(Pace),
        .. LastPaces.Length > 0 ? [new TextBlock(LastPaces)] : Array.Empty<PageBlock>(),
        new TableBlock(Origins),
        new HeadingBlock(Chart.Title),
        new DrawingBlock(Chart.Drawing, Chart.Summary),
        .. WholePath is { } whole ? [new DrawingBlock(whole, whole.Label)] : Array.Empty<PageBlock>(),
        .. BeforeMerger.Length > 0 ? [new TextBlock(BeforeMerger, IsNotice: true)] : Array.Empty<PageBlock>(),
        new TableBlock(Chart.Table),
        .. Tables(Comparisons),
        .. Map is { } map ? [new DrawingBlock(MapDrawings.ToDrawing(map), map.Title)] : Array.Empty<PageBlock>(),
        .. Tables(Communes, Agencies),
        new FactsBlock(Facts),
        new TableBlock(Targets),
        .. Tables(Milestones, Observations),
    ];

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => changed.Any(key => key.Indicator == Indicator);

    private static IEnumerable<PageBlock> Tables(params TableView?[] tables) => tables.OfType<TableView>().Select(t => new TableBlock(t));
}
