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
/// <param name="Number">The other value, the value before, or how many times the usual spread it is away; <see langword="null"/> where nothing is to be said.</param>
/// <param name="Detail">A feed, a method, a qualifier's sign; empty where nothing is to be said.</param>
public sealed record Doubt(DoubtKind Kind, decimal? Number = null, string Detail = "");

/// <summary>Finds doubts about accepted figures (docs/rules.md, "Doubts"). Pure.</summary>
public static class Doubts
{
    /// <param name="observation">The figure.</param>
    /// <param name="series">The history of its series, all feeds, any order; without it jumps and contradictions are not looked for.</param>
    /// <param name="revisions">All revisions of its key.</param>
    /// <returns>In the order of <see cref="DoubtKind"/>; one for each feed that contradicts.</returns>
    public static IReadOnlyList<Doubt> Of(ProvincePack pack, Observation observation, IReadOnlyList<Observation> series, IReadOnlyList<Observation> revisions)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(revisions);
        var doubts = new List<Doubt>();
        var indicator = pack.Indicators.GetValueOrDefault(observation.Series.Indicator);
        if (observation.Qualifier != ValueQualifier.Exact) doubts.Add(new(DoubtKind.Inexact, Detail: SignOf(observation.Qualifier)));
        if (observation.Method.Length > 0) doubts.Add(new(DoubtKind.OtherMethod, Detail: observation.Method));
        if (!observation.Restated && LiesAcrossTheBeginning(pack, observation)) doubts.Add(new(DoubtKind.AcrossMerger));
        if (observation.Restated) doubts.Add(new(DoubtKind.Restated));
        if (observation.Revision > 1) doubts.Add(new(DoubtKind.Revised, revisions.Where(r => r.Revision < observation.Revision).MaxBy(r => r.Revision)?.Value));
        if (indicator is not null)
        {
            doubts.AddRange(Contradictions(indicator, observation, series));
            if (Jumps.Find(indicator, observation, series) is { } times) doubts.Add(new(DoubtKind.Jump, times));
        }

        if (observation.Simulated) doubts.Add(new(DoubtKind.Simulated));
        else if (observation.Source is not { Title.Length: > 0 }) doubts.Add(new(DoubtKind.NoDocument));
        return doubts;
    }

    private static string SignOf(ValueQualifier qualifier) => qualifier switch
    {
        ValueQualifier.AtLeast => "≥",
        ValueQualifier.AtMost => "≤",
        _ => "~",
    };

    // Its days lie on both sides of the first day of its area.
    private static bool LiesAcrossTheBeginning(ProvincePack pack, Observation observation) =>
        pack.Areas.GetValueOrDefault(observation.Series.Area)?.ValidFrom is { } from && observation.Period.FirstDay < from && observation.Period.LastDay >= from;

    private static IEnumerable<Doubt> Contradictions(Indicator indicator, Observation observation, IReadOnlyList<Observation> series) => series
        .Where(o => o.Feed != observation.Feed && o.Series == observation.Series && o.Period == observation.Period && o.Method == observation.Method && o.Simulated == observation.Simulated)
        .GroupBy(o => o.Feed)
        .Select(g => g.MaxBy(o => o.Revision)!)
        .Where(o => Excludes(observation, o, indicator.Decimals) || Excludes(o, observation, indicator.Decimals))
        .OrderBy(o => o.Feed, StringComparer.Ordinal)
        .Select(o => new Doubt(DoubtKind.Contradicted, o.Value, o.Feed));

    // "At least 60" does not contradict 62; two exact values do where they are shown differently.
    private static bool Excludes(Observation claim, Observation other, int decimals)
    {
        var (mine, its) = (Statistics.AsShown(claim.Value, decimals), Statistics.AsShown(other.Value, decimals));
        return claim.Qualifier switch
        {
            ValueQualifier.AtLeast => its < mine && other.Qualifier != ValueQualifier.AtLeast,
            ValueQualifier.AtMost => its > mine && other.Qualifier != ValueQualifier.AtMost,
            _ => its != mine && other.Qualifier is ValueQualifier.Exact or ValueQualifier.About,
        };
    }
}
