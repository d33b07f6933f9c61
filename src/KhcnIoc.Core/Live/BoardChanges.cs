using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>What became different in a figure between two moments.</summary>
public enum FigureChangeKind
{
    /// <summary>There was none before.</summary>
    First,

    /// <summary>Its standing.</summary>
    Standing,

    /// <summary>A later period, or a later roll-up, with another value.</summary>
    Value,

    /// <summary>The same feed corrected the same period.</summary>
    Revised,

    /// <summary>It went stale, its feed failed, or it is gone.</summary>
    WentStale,

    /// <summary>It was stale and is current again.</summary>
    CameBack,
}

/// <summary>One difference.</summary>
/// <param name="Kind">The weightiest: a first figure, else a standing, else a correction, else going stale or coming back, else a value.</param>
/// <param name="Before">The figure then.</param>
/// <param name="After">The figure now.</param>
public sealed record FigureChange(FigureChangeKind Kind, FigureState Before, FigureState After);

/// <summary>Compares two boards (docs/rules.md, "What changed"). Pure.</summary>
public static class BoardChanges
{
    /// <summary>The plan's indicators of the province that differ, changes of standing first (worse before better), then the rest in the catalogue's order. Values that are equal as shown (rounded) do not differ.</summary>
    public static IReadOnlyList<FigureChange> Between(ProvincePack pack, IBoardView before, IBoardView after)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new List<FigureChange>();
        foreach (var indicator in pack.PlanIndicators)
        {
            var key = new SeriesKey(indicator.Code, pack.Province.Code);
            var (then, now) = (before.Get(key), after.Get(key));
            if (KindOf(indicator, then, now) is { } kind) changes.Add(new(kind, then, now));
        }

        // The sort is stable: inside a group the catalogue's order stays.
        return [.. changes.OrderBy(Group).ThenByDescending(c => c.Kind == FigureChangeKind.Standing ? Severity(c.After.Standing) : 0)];
    }

    /// <summary>What of a figure is different; <see langword="null"/> = nothing that a person would see.</summary>
    public static FigureChangeKind? KindOf(Indicator indicator, FigureState before, FigureState after)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Value is not { } was) return after.Value is null ? null : FigureChangeKind.First;
        if (after.Value is not { } value) return FigureChangeKind.WentStale;
        if (before.Standing != after.Standing) return FigureChangeKind.Standing;

        var differs = Statistics.AsShown(was, indicator.Decimals) != Statistics.AsShown(value, indicator.Decimals);
        var corrected = after.ObservationId is not null && before.ObservationId is not null && after.Revision > before.Revision && after.Feed == before.Feed && after.Period == before.Period;
        if (differs && corrected) return FigureChangeKind.Revised;
        if (IsCurrent(before) != IsCurrent(after)) return IsCurrent(after) ? FigureChangeKind.CameBack : FigureChangeKind.WentStale;
        return differs ? FigureChangeKind.Value : null;
    }

    private static bool IsCurrent(FigureState figure) => figure.DataState is DataState.Fresh or DataState.Late;

    private static int Group(FigureChange change) =>
        change.Kind != FigureChangeKind.Standing ? 2 : Severity(change.After.Standing) > Severity(change.Before.Standing) ? 0 : 1;

    // Not to know is worse than being on path: something that was seen no longer is.
    private static int Severity(Standing standing) => standing switch
    {
        Standing.Met => 0,
        Standing.OnPath => 1,
        Standing.Unknown => 2,
        Standing.Watch => 3,
        _ => 4,
    };
}
