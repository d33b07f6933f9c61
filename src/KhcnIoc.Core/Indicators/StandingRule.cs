using KhcnIoc.Core.Areas;

namespace KhcnIoc.Core.Indicators;

/// <summary>How a figure stands, and what it was compared with.</summary>
/// <param name="Standing">The standing; <see cref="Indicators.Standing.Unknown"/> with a reason where there is none.</param>
/// <param name="Reason">Why it is unknown; <see cref="StandingReason.None"/> otherwise.</param>
/// <param name="Path">The path on the last day of the figure's period, for flows the share of the year gone; <see langword="null"/> = none.</param>
/// <param name="Gap">Value minus <paramref name="Path"/>, in the indicator's unit: below zero is worse for direction up and better for direction down.</param>
/// <param name="Band">How far the figure may be on the wrong side of the path and still be only "watch"; 0 where nothing is judged.</param>
/// <param name="NextTarget">The target being worked for at the end of the figure's period; <see langword="null"/> where nothing is judged.</param>
public sealed record Judgement(Standing Standing, StandingReason Reason, decimal? Path, decimal? Gap, decimal Band, Target? NextTarget)
{
    /// <summary>How far below the path still counts as on it, in the indicator's unit; 0 where nothing is judged.</summary>
    public decimal Tolerance { get; init; }
}

/// <summary>Met, on path, watch or behind: DESIGN, "Standing". Pure.</summary>
/// <remarks>
/// <para>A figure is compared with the path at the end of its own period. <i>Met</i>: the next target is reached (more than: strictly; all other
/// operators, the lower end of "between" too: at least; mirrored for direction down). <i>On path</i>: not worse than the path by more than 0.5 % of the next target.
/// <i>Watch</i>: worse by at most the band. <i>Behind</i>: worse by more.</para>
/// <para>The band is the larger of 5 % of the next target and, for counts, 1; where the path moves the better way it is at most one year's planned movement.
/// That cap never makes it smaller than the 0.5 % that count as on path: on a nearly flat path there is then no "watch" between on path and behind.
/// <see cref="Indicator.WatchBand"/> replaces band and cap; it too is never smaller than the 0.5 %.</para>
/// <para>Met wins over the path, so where a plan lowers its target, a figure between the new target and the falling path is met.</para>
/// </remarks>
public static class StandingRule
{
    private const decimal OnPathShare = 0.005m;
    private const decimal BandShare = 0.05m;

    /// <summary>Judges one figure.</summary>
    /// <param name="indicator">The indicator that value and path belong to.</param>
    /// <param name="path">Its path; <see langword="null"/> = the plans set no target.</param>
    /// <param name="value">In the indicator's unit; for a flow the amount from 1 January to the end of <paramref name="period"/>.</param>
    /// <param name="period">What the value is about; only its last day counts. For a flow: 1 January to where the amount reaches.</param>
    /// <param name="level">Whose figure it is: communes are judged by ratios only, areas that are only compared with never.</param>
    public static Judgement Judge(Indicator indicator, TargetPath? path, decimal value, Period period, AreaLevel level)
    {
        if (!IsJudged(indicator, level)) return new(Standing.Unknown, StandingReason.NotJudgedHere, null, null, 0, null);

        var day = period.LastDay;
        var next = path?.NextTarget(day);
        if (path is null || next is null) return new(Standing.Unknown, StandingReason.NoTarget, null, null, 0, null);

        var met = IsReached(indicator.Direction, next, value);
        var expected = Expected(indicator, path, day);
        if (expected is null) return new(met ? Standing.Met : Standing.Unknown, met ? StandingReason.None : StandingReason.NoPath, null, null, 0, next);

        var tolerance = OnPathShare * Math.Abs(next.Value);
        var band = Math.Max(tolerance, BandOf(indicator, next, Better(indicator.Direction, path.YearlyRiseAt(PathDay(indicator, day)))));
        var gap = value - expected.Value;
        var ahead = Better(indicator.Direction, gap);
        var standing = met ? Standing.Met
            : ahead >= -tolerance ? Standing.OnPath
            : ahead >= -band ? Standing.Watch
            : Standing.Behind;
        return new(standing, StandingReason.None, expected, gap, band, next) { Tolerance = tolerance };
    }

    /// <summary>What the path asks of a figure whose period ends on a day: the path itself for a stock, the share of the year gone of the year's amount for a flow.</summary>
    /// <remarks>The share counts whole days, the day itself included, so on 31 December it is exactly 1.</remarks>
    public static decimal? Expected(Indicator indicator, TargetPath path, DateOnly day)
    {
        var pathDay = PathDay(indicator, day);
        return indicator.Kind == IndicatorKind.Stock ? path.ValueAt(pathDay) : path.ValueAt(pathDay) * day.DayOfYear / pathDay.DayOfYear;
    }

    // A flow's path is of whole-year amounts, so it is read at the year's end.
    private static DateOnly PathDay(Indicator indicator, DateOnly day) => indicator.Kind == IndicatorKind.Stock ? day : new(day.Year, 12, 31);

    /// <summary>True where a value fulfils a target as the plan words it.</summary>
    internal static bool IsReached(Direction direction, Target target, decimal value)
    {
        var ahead = Better(direction, value - target.Value);
        return target.Operator == TargetOperator.MoreThan ? ahead > 0 : ahead >= 0;
    }

    /// <summary>A difference with its sign turned so that positive is better.</summary>
    internal static decimal Better(Direction direction, decimal difference) => direction == Direction.Up ? difference : -difference;

    private static decimal BandOf(Indicator indicator, Target next, decimal yearlyMovement)
    {
        if (indicator.WatchBand is { } own) return own;

        var band = Math.Max(BandShare * Math.Abs(next.Value), indicator.IsCount ? 1 : 0);
        return yearlyMovement > 0 ? Math.Min(band, yearlyMovement) : band;
    }

    /// <summary>Whether figures of an area of this level are judged at all: communes by ratios only.</summary>
    public static bool IsJudged(Indicator indicator, AreaLevel level) => level switch
    {
        AreaLevel.Province => true,
        AreaLevel.Commune => IsRatio(indicator),
        _ => false,
    };

    // A ratio means the same in a small place as in a large one; a plan's count or sum is the whole province's.
    private static bool IsRatio(Indicator indicator) =>
        indicator.Kind == IndicatorKind.Stock && indicator.Aggregation != Aggregation.Sum
        && (indicator.IsPercent || indicator.Unit is "index" or "gbps" || indicator.Unit.StartsWith("per-", StringComparison.Ordinal));
}
