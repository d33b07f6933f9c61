using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Web.Pages.Areas;

/// <summary>A commune, the province, a predecessor, the country or a benchmark.</summary>
/// <remarks>
/// Follows its own figures at once. What stands beside them (the province, the peers, ranks) follows after <see cref="Patience"/>: with a hundred communes
/// reporting something of it changes every moment, and the page would do nothing but redraw.
/// </remarks>
public sealed record AreaView : PlaceView
{
    /// <summary>How old a comparison may be while its parts change.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public required string Area { get; init; }

    /// <summary>Tells how old the page is.</summary>
    public required TimeProvider Time { get; init; }

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) =>
        changed.Any(k => k.Area == Area && k.Agency.Length == 0) || (changed.Count > 0 && Time.GetUtcNow() - Context.Now >= Patience);
}

/// <summary>A list over all communes or agencies: its counts follow after <see cref="AreaView.Patience"/>.</summary>
public abstract record PlaceListView : PlaceView
{
    /// <summary>What the list is narrowed to; empty = all.</summary>
    public string Find { get; init; } = "";

    /// <summary>Tells how old the page is.</summary>
    public required TimeProvider Time { get; init; }

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => changed.Count > 0 && Time.GetUtcNow() - Context.Now >= AreaView.Patience;
}

/// <summary>All communes, and the other areas that figures are about.</summary>
public sealed record AreaListView : PlaceListView;
