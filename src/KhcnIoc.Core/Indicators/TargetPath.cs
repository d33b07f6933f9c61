namespace KhcnIoc.Core.Indicators;

/// <summary>A corner of a target path.</summary>
/// <param name="Date">The local day (Asia/Ho_Chi_Minh) at whose end the value holds.</param>
/// <param name="Value">In the indicator's unit.</param>
public readonly record struct PathPoint(DateOnly Date, decimal Value);

/// <summary>The value that the plans imply for each day, for one indicator. Immutable, thread-safe.</summary>
/// <remarks>
/// <para>Rule: DESIGN, "Target path". A target's day is 31 December of its year; between two corners a straight line by days; after the last, flat;
/// before the first target from the baseline where one lies before it, else there is no path yet. For flows the path is of whole-year amounts.</para>
/// <para>Choices where plans may disagree (none of today's do):
/// two targets for one year: the plan that holds from the later date wins, then the one later in the list;
/// dated targets beside undated ones: the undated are left out altogether;
/// several undated ones: the same order decides, and its value holds flat from the plan's <see cref="Plan.HoldsFrom"/>, baseline or not;
/// an undated target of an unknown plan has no day to begin, so it has no path and can only be met.</para>
/// </remarks>
public sealed class TargetPath
{
    // A plan means years, not 365 days; over any segment of whole years this differs from the calendar by less than 0.2 %.
    internal const decimal DaysPerYear = 365.25m;

    private readonly PathPoint[] _points;
    private readonly Target[] _dated;
    private readonly Target? _undated;

    private TargetPath(PathPoint[] points, Target[] dated, Target? undated) => (_points, _dated, _undated) = (points, dated, undated);

    /// <summary>The corners, oldest first: the baseline if it lies before the first target, then the targets. One corner where the target has no year; none where that has no known plan.</summary>
    public IReadOnlyList<PathPoint> Points => _points;

    /// <param name="targets">Targets of one indicator, in any order.</param>
    /// <param name="plans">Plans by code.</param>
    /// <param name="baseline">Where the path starts; ignored unless it lies before the first dated target.</param>
    /// <returns><see langword="null"/> when there is no target.</returns>
    public static TargetPath? Create(IReadOnlyList<Target> targets, IReadOnlyDictionary<string, Plan> plans, Baseline? baseline)
    {
        if (targets.Count == 0) return null;

        // The sort is stable, so the last of a group is the one that wins.
        var byPlanDate = targets.OrderBy(t => plans.TryGetValue(t.Plan, out var plan) ? plan.HoldsFrom : DateOnly.MinValue).ToList();
        var dated = byPlanDate.Where(t => t.Year is not null).GroupBy(t => t.Year!.Value).OrderBy(g => g.Key).Select(g => g.Last()).ToArray();
        if (dated.Length == 0)
        {
            var undated = byPlanDate[^1];
            return new(plans.TryGetValue(undated.Plan, out var plan) ? [new(plan.HoldsFrom, undated.Value)] : [], [], undated);
        }

        var points = new List<PathPoint>(dated.Length + 1);
        if (baseline is not null && baseline.Date < DayOf(dated[0])) points.Add(new(baseline.Date, baseline.Value));
        points.AddRange(dated.Select(t => new PathPoint(DayOf(t), t.Value)));
        return new([.. points], dated, null);
    }

    /// <summary>The path at the end of a day, exact at each corner; <see langword="null"/> before it begins.</summary>
    public decimal? ValueAt(DateOnly day)
    {
        if (_points.Length == 0 || day < _points[0].Date) return null;
        if (day >= _points[^1].Date) return _points[^1].Value;

        var next = 1;
        while (_points[next].Date <= day) next++;
        var (from, to) = (_points[next - 1], _points[next]);
        return from.Value + ((to.Value - from.Value) * (day.DayNumber - from.Date.DayNumber) / (to.Date.DayNumber - from.Date.DayNumber));
    }

    /// <summary>The target being worked for on a day: the first dated one whose 31 December is not before it, else the last dated one, else the undated one.</summary>
    public Target? NextTarget(DateOnly day)
    {
        foreach (var target in _dated)
        {
            if (DayOf(target) >= day) return target;
        }

        return _dated.Length > 0 ? _dated[^1] : _undated;
    }

    /// <summary>The target of a year, of the plan that counts; <see langword="null"/> = none.</summary>
    public Target? TargetOf(int year) => Array.Find(_dated, t => t.Year == year);

    /// <summary>The planned movement per year on a day, in the indicator's unit, negative where the plan goes down; 0 where the path is flat or absent.</summary>
    /// <remarks>A corner belongs to the segment that ends there, because a figure about 31 December is judged by the movement that led to it; the first corner to the segment it opens.</remarks>
    public decimal YearlyRiseAt(DateOnly day)
    {
        if (_points.Length < 2 || day < _points[0].Date || day > _points[^1].Date) return 0;

        var next = 1;
        while (_points[next].Date < day) next++;
        var (from, to) = (_points[next - 1], _points[next]);
        return (to.Value - from.Value) * DaysPerYear / (to.Date.DayNumber - from.Date.DayNumber);
    }

    /// <summary>The day of a dated target: 31 December of its year.</summary>
    internal static DateOnly DayOf(Target dated) => new(dated.Year!.Value, 12, 31);
}
