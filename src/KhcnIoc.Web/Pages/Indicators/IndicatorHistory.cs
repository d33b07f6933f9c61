using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Pages.Indicators;

/// <summary>What was reported over time: of the province, of those it is compared with, and before the merger.</summary>
/// <param name="Own">The province's own reports.</param>
/// <param name="Observations">The same as it came, for doubts.</param>
/// <param name="Others">Predecessors, the country, other provinces; those that have anything.</param>
/// <param name="Reconstructed">What the predecessors' figures come to; empty where the rule does not allow it.</param>
/// <param name="BeforeMerger">What must be said of the time before the merger; empty = nothing.</param>
internal sealed record IndicatorHistory(
    HistoryLines Own, IReadOnlyList<Observation> Observations, IReadOnlyList<(Area Area, HistoryLines Lines)> Others, IReadOnlyList<ReconstructedPoint> Reconstructed, string BeforeMerger)
{
    public static IndicatorHistory Of(
        PageContext context, Indicator indicator, IReadOnlyList<Observation> own, IReadOnlyList<(Area Area, IReadOnlyList<Observation> Observations)> others)
    {
        var pack = context.Pack;
        var lines = others.Where(o => o.Observations.Count > 0).Select(o => (o.Area, HistoryLines.Of(pack, indicator, o.Observations))).ToList();
        var predecessors = others.Where(o => o.Area.Level == AreaLevel.Predecessor).ToDictionary(o => o.Area.Code, o => o.Observations);
        var reconstruction = predecessors.Count > 0 && predecessors.Count == pack.Province.Predecessors.Count
            ? Reconstruction.Of(indicator, predecessors, Populations(context)) : null;
        return new(HistoryLines.Of(pack, indicator, own), own, lines, reconstruction?.Points ?? [], Words(context, predecessors, reconstruction));
    }

    private static string Words(PageContext context, Dictionary<string, IReadOnlyList<Observation>> predecessors, Reconstruction? reconstruction)
    {
        if (reconstruction is null) return "";
        if (predecessors.Values.All(p => p.Count == 0)) return context.T("Indicators.BeforeMerger.Nothing");
        var which = context.T("Indicators.BeforeMerger");
        return which + " " + (reconstruction.Points.Count > 0
            ? context.T("Indicators.Reconstruction.Shown", reconstruction.Points.Count)
            : context.T("Indicators.Reconstruction." + (reconstruction.Obstacle == ReconstructionObstacle.None ? ReconstructionObstacle.NoCommonPeriod : reconstruction.Obstacle)));
    }

    // The pack knows the communes' inhabitants and where each commune belonged before: their sum is the predecessor's, as of today.
    private static Dictionary<string, long> Populations(PageContext context)
    {
        var populations = new Dictionary<string, long>();
        foreach (var code in context.Pack.Province.Predecessors)
        {
            var communes = context.Pack.Communes.Where(c => c.FormerProvince == code).ToList();
            if (context.Pack.Areas.TryGetValue(code, out var area) && area.Population is { } known) populations[code] = known;
            else if (communes.Count > 0 && communes.TrueForAll(c => c.Population is not null)) populations[code] = communes.Sum(c => c.Population!.Value);
        }

        return populations;
    }
}
