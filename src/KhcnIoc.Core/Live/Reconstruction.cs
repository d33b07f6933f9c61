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

    /// <summary>A weighted mean whose weights are not known of every predecessor.</summary>
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
    /// <param name="predecessors">Real observations by predecessor, every predecessor of the province present.</param>
    /// <param name="populations">Inhabitants by predecessor, for means by population.</param>
    public static Reconstruction Of(
        Indicator indicator, IReadOnlyDictionary<string, IReadOnlyList<Observation>> predecessors, IReadOnlyDictionary<string, long> populations) => throw new NotImplementedException();
}
