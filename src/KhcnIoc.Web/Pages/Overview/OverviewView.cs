using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>A tile with its HTML, which all circuits share.</summary>
public sealed record OverviewTile(string Id, string Html);

/// <summary>A group of tiles.</summary>
public sealed record OverviewGroup(string Code, string Title, IReadOnlyList<OverviewTile> Tiles);

/// <summary>One count of the plan's summary; a tap filters by it.</summary>
public sealed record OverviewCount(string Standing, string Label, string Number, string Href, bool Chosen);

/// <summary>A feed that is late, with what hangs on it.</summary>
public sealed record LateFeed(string Code, string Name, string Mark, string Words, string Count, IReadOnlyList<PageLink> Figures);

/// <summary>The overview: what needs a decision first, then the domains.</summary>
public sealed record OverviewView : PageView
{
    /// <summary>The heading of the counts: which target year they are about.</summary>
    public required string SummaryTitle { get; init; }
    public required IReadOnlyList<OverviewCount> Counts { get; init; }

    /// <summary>Indicators of the plan that have no target in that year; empty = none.</summary>
    public required string WithoutTarget { get; init; }
    public required IReadOnlyList<LateFeed> LateFeeds { get; init; }

    /// <summary>What is said of the feeds where none is late.</summary>
    public required string FeedsWords { get; init; }
    public required string FeedsMark { get; init; }

    /// <summary>Chosen by a count: that group alone; else exceptions first, then the domains.</summary>
    public required IReadOnlyList<OverviewGroup> Groups { get; init; }

    /// <summary>Leads back from a chosen count; <see langword="null"/> = none is chosen.</summary>
    public PageLink? Unfiltered { get; init; }
    public required IReadOnlySet<SeriesKey> Keys { get; init; }
    public required IReadOnlyList<PageBlock> Content { get; init; }

    public override IReadOnlyList<PageBlock> Blocks => Content;

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => changed.Overlaps(Keys);
}
