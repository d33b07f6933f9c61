using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Pages;

/// <summary>All that a page shows, as text in one culture: what its component draws and what is exported. Immutable, shared by all who look.</summary>
public abstract record PageView
{
    /// <summary>What the page was made from.</summary>
    public required PageContext Context { get; init; }
    public required string Title { get; init; }

    /// <summary>One line under the title; may be empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The way up: each with its address, the overview first. The page itself is not in it.</summary>
    public IReadOnlyList<PageLink> Way { get; init; } = [];

    /// <summary>Siblings for a swipe; <see langword="null"/> = none.</summary>
    public PageLink? Previous { get; init; }
    public PageLink? Next { get; init; }

    /// <summary>A simulated figure is on the page.</summary>
    public bool Simulated { get; init; }

    /// <summary>The same content as the page, in reading order, for exports and print.</summary>
    public abstract IReadOnlyList<PageBlock> Blocks { get; }

    /// <summary>Whether a change of these series changes the page.</summary>
    public abstract bool Concerns(IReadOnlySet<Core.Indicators.SeriesKey> changed);
}

public sealed record PageLink(string Text, string Href);

/// <summary>A part of a page that can be exported.</summary>
public abstract record PageBlock;

public sealed record HeadingBlock(string Text) : PageBlock;

/// <summary>A paragraph. A notice says what must not be overlooked (a reconstruction, a missing source).</summary>
public sealed record TextBlock(string Text, bool IsNotice = false) : PageBlock;

/// <summary>Label and value pairs.</summary>
public sealed record FactsBlock(IReadOnlyList<Fact> Facts) : PageBlock;

/// <param name="Label">What it is.</param>
/// <param name="Text">Formatted, with its unit.</param>
/// <param name="Number">The number in it, for spreadsheets; <see langword="null"/> = text only.</param>
/// <param name="Href">Where a tap leads; empty = nowhere.</param>
/// <param name="Mark">Symbol id without "#m-" (<c>behind</c>, <c>stale</c>); empty = none.</param>
public sealed record Fact(string Label, string Text, decimal? Number = null, string Href = "", string Mark = "");

public sealed record TilesBlock(IReadOnlyList<(TileDefinition Tile, ViewPart View)> Tiles) : PageBlock;

public sealed record TableBlock(TableView Table) : PageBlock;

/// <summary>A chart or a map, in shapes that go into SVG and PDF alike.</summary>
public sealed record DrawingBlock(Drawings.Drawing Drawing, string Caption) : PageBlock;
