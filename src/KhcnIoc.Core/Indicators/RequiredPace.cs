namespace KhcnIoc.Core.Indicators;

/// <summary>How fast a figure must move to reach its target in time, beside how fast it has moved. Pure; a month is 365.25 / 12 days.</summary>
public static class RequiredPace
{
    private const decimal DaysPerMonth = TargetPath.DaysPerYear / 12;

    /// <summary>Change needed per month from today on, in the indicator's unit; below zero for direction down.</summary>
    /// <remarks>
    /// For a stock: from the value to the next dated target, over the days from today to its 31 December.
    /// For a flow, whose amount starts anew each 1 January: from the year to date to the year's own amount on the path, over the days from today to the end of the year.
    /// 0 is possible: a "more than" target that the value only equals needs any movement at all.
    /// </remarks>
    /// <param name="value">In the indicator's unit; for a flow the amount from 1 January of today's year on.</param>
    /// <param name="today">The local day in Asia/Ho_Chi_Minh.</param>
    /// <returns><see langword="null"/> = reached, or no dated target ahead of today (on its own 31 December there is no time left to pace).</returns>
    public static decimal? PerMonth(Indicator indicator, TargetPath? path, decimal value, DateOnly today)
    {
        if (path?.NextTarget(today) is not { Year: not null } next || StandingRule.IsReached(indicator.Direction, next, value)) return null;

        var due = TargetPath.DayOf(next);
        var wanted = next.Value;
        if (indicator.Kind == IndicatorKind.Flow && due > today)
        {
            due = new DateOnly(today.Year, 12, 31);
            if (path.ValueAt(due) is not { } amount) return null;
            if (amount != wanted && StandingRule.Better(indicator.Direction, value - amount) >= 0) return null;
            wanted = amount;
        }

        var days = due.DayNumber - today.DayNumber;
        return days > 0 ? (wanted - value) * DaysPerMonth / days : null;
    }

    /// <summary>Change achieved per month between the newest successive points, oldest first; below zero where the value fell.</summary>
    /// <param name="history">In any order; of points at the same instant the last in the list counts.</param>
    /// <param name="periods">At most so many paces, from the newest points.</param>
    public static IReadOnlyList<decimal> LastPaces(IReadOnlyList<(DateTimeOffset At, decimal Value)> history, int periods)
    {
        if (periods <= 0) return [];

        var points = new List<(DateTimeOffset At, decimal Value)>(history.Count);
        foreach (var point in history.OrderBy(p => p.At))
        {
            if (points.Count > 0 && points[^1].At == point.At) points[^1] = point;
            else points.Add(point);
        }

        var paces = new List<decimal>();
        for (var i = Math.Max(1, points.Count - periods); i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            paces.Add((to.Value - from.Value) * (DaysPerMonth * TimeSpan.TicksPerDay) / (to.At - from.At).Ticks);
        }

        return paces;
    }
}
