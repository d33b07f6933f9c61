using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>What makes an accepted figure less than certain.</summary>
public enum DoubtKind
{
    /// <summary>The source itself says about, at least, at most.</summary>
    Inexact,

    /// <summary>It counts differently from the plan.</summary>
    OtherMethod,

    /// <summary>Its period lies across the merger of 2025-07-01.</summary>
    AcrossMerger,

    /// <summary>The source computed it for the merged area afterwards.</summary>
    Restated,

    /// <summary>It corrects an earlier value.</summary>
    Revised,

    /// <summary>Another feed gives another value for the same period.</summary>
    Contradicted,

    /// <summary>It is far from what the series did before (median and MAD).</summary>
    Jump,

    /// <summary>Simulated.</summary>
    Simulated,

    /// <summary>No document was named.</summary>
    NoDocument,
}

/// <summary>One doubt with what it is about.</summary>
/// <param name="Kind">What is doubtful.</param>
/// <param name="Number">The other value, the value before, or how many times the usual step; <see langword="null"/> where nothing is to be said.</param>
/// <param name="Detail">A feed, a method, a qualifier's sign; empty where nothing is to be said.</param>
public sealed record Doubt(DoubtKind Kind, decimal? Number = null, string Detail = "");

/// <summary>Finds doubts about accepted figures. Pure.</summary>
public static class Doubts
{
    /// <param name="observation">The figure.</param>
    /// <param name="series">The history of its series, all feeds, any order; without it jumps and contradictions are not looked for.</param>
    /// <param name="revisions">All revisions of its key.</param>
    public static IReadOnlyList<Doubt> Of(ProvincePack pack, Observation observation, IReadOnlyList<Observation> series, IReadOnlyList<Observation> revisions) => throw new NotImplementedException();
}
