using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Pages.Areas;

namespace KhcnIoc.Web.Pages.Agencies;

/// <summary>An agency: what it leads, reports and answers for.</summary>
public sealed record AgencyView : PlaceView
{
    /// <summary>The series on the page: its own, and the province's of the indicators that it leads.</summary>
    public required IReadOnlySet<SeriesKey> Series { get; init; }

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => changed.Overlaps(Series);
}

/// <summary>All agencies.</summary>
public sealed record AgencyListView : PlaceListView;
