using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>Why the predecessors' figures cannot be put together.</summary>
public enum ReconstructionObstacle
{
    /// <summary>They can.</summary>
    None,

    /// <summary>The indicator is of the province as a whole; its parts do not add up.</summary>
    NotAdditive,

    /// <summary>A weighted mean whose weights are not known of every predecessor for any common period.</summary>
    NoWeights,

    /// <summary>No period of which every predecessor has a figure.</summary>
    NoCommonPeriod,
}

/// <summary>One period of which every predecessor has a figure.</summary>
/// <param name="Period">The common period.</param>
/// <param name="Value">Sum or weighted mean, at most four decimals.</param>
/// <param name="Parts">The observations it is made of, one a predecessor.</param>
public sealed record ReconstructedPoint(Period Period, decimal Value, IReadOnlyList<Observation> Parts);

/// <summary>What the merged province would have shown before the merger, from its predecessors' figures: a labelled reconstruction, never an observation.</summary>
public sealed record Reconstruction(ReconstructionObstacle Obstacle, IReadOnlyList<ReconstructedPoint> Points)
{
    /// <summary>The sum, or the weighted mean, for each period of which every predecessor has a real figure that counts as the plan does.</summary>
    /// <remarks>Of a period that several feeds report, the figure accepted last counts. A mean by population takes the populations given for all of the past: nobody has others.</remarks>
    /// <param name="predecessors">Real observations by predecessor, every predecessor of the province present.</param>
    /// <param name="populations">Inhabitants by predecessor, for means by population.</param>
    public static Reconstruction Of(
        Indicator indicator, IReadOnlyDictionary<string, IReadOnlyList<Observation>> predecessors, IReadOnlyDictionary<string, long> populations)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(predecessors);
        ArgumentNullException.ThrowIfNull(populations);
        if (indicator.Aggregation == Aggregation.ProvinceOnly) return Impossible(ReconstructionObstacle.NotAdditive);

        var codes = predecessors.Keys.Order(StringComparer.Ordinal).ToList();
        var byPopulation = indicator.Aggregation == Aggregation.WeightedMean && indicator.Weight == "population";
        if (byPopulation && codes.Exists(c => populations.GetValueOrDefault(c) <= 0)) return Impossible(ReconstructionObstacle.NoWeights);

        var figures = codes.ConvertAll(c => ByPeriod(indicator, predecessors[c]));
        var common = figures.Count == 0 ? [] : figures[0].Keys.Where(p => figures.TrueForAll(f => f.ContainsKey(p))).OrderBy(p => p.End).ThenBy(p => p.Start).ToList();
        if (common.Count == 0) return Impossible(ReconstructionObstacle.NoCommonPeriod);

        var points = new List<ReconstructedPoint>();
        foreach (var period in common)
        {
            var parts = figures.ConvertAll(f => f[period]);
            var weights = parts.Select((p, i) => indicator.Aggregation == Aggregation.Sum ? 1m : byPopulation ? populations[codes[i]] : p.Weight ?? 0).ToList();
            if (weights.Exists(w => w <= 0)) continue;

            var total = parts.Select((p, i) => p.Value * weights[i]).Sum();
            points.Add(new(period, Math.Round(indicator.Aggregation == Aggregation.Sum ? total : total / weights.Sum(), 4, MidpointRounding.AwayFromZero), parts));
        }

        return points.Count == 0 ? Impossible(ReconstructionObstacle.NoWeights) : new(ReconstructionObstacle.None, points);
    }

    private static Reconstruction Impossible(ReconstructionObstacle obstacle) => new(obstacle, []);

    private static Dictionary<Period, Observation> ByPeriod(Indicator indicator, IReadOnlyList<Observation> observations) => observations
        .Where(o => !o.Simulated && o.Method.Length == 0 && o.Series.Agency.Length == 0 && o.Series.Indicator == indicator.Code)
        .GroupBy(o => (o.Feed, o.Period))
        .Select(revisions => revisions.MaxBy(o => o.Revision)!)
        .GroupBy(o => o.Period)
        .ToDictionary(g => g.Key, g => g.OrderBy(o => o.Commit).ThenBy(o => o.Id).Last());
}
