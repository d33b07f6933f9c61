using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>How the plan's indicators stand for a target year.</summary>
/// <param name="Year">The next target year of any indicator.</param>
/// <param name="Counts">Indicators with a target in that year, by standing; every standing is present.</param>
/// <param name="Total">Their number.</param>
/// <param name="Without">Indicators of the plan without a target in that year.</param>
public sealed record PlanSummary(int Year, IReadOnlyDictionary<Standing, int> Counts, int Total, int Without)
{
    /// <summary>The summary for the next target year on the local day of <see cref="IBoardView.At"/>; a year counts until its 31 December. After the last one, for the last.</summary>
    public static PlanSummary Of(ProvincePack pack, IBoardView board)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(board);
        var today = ProvinceCalendar.DayOf(board.At).Year;
        var years = pack.PlanIndicators.SelectMany(i => pack.Targets[i.Code]).Select(t => t.Year).OfType<int>().Distinct().Order().ToList();
        var year = years.Count == 0 ? today : years.Find(y => y >= today) is > 0 and var next ? next : years[^1];

        var counts = Enum.GetValues<Standing>().ToDictionary(s => s, _ => 0);
        var without = 0;
        foreach (var indicator in pack.PlanIndicators)
        {
            if (StandingFor(indicator, board.PathOf(indicator.Code), board.Get(new(indicator.Code, pack.Province.Code)), year) is { } standing) counts[standing]++;
            else without++;
        }

        return new(year, counts, counts.Values.Sum(), without);
    }

    /// <summary>How a figure of the province stands for a target year; <see langword="null"/> = the indicator has no target in that year.</summary>
    /// <remarks>
    /// Its standing, but for one case: a figure of 2025 that met 2025's target is not thereby met for 2030. It counts as on path there until it reaches the target of that
    /// year: at the end of its period it was not below the path.
    /// </remarks>
    public static Standing? StandingFor(Indicator indicator, TargetPath? path, FigureState figure, int year)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        ArgumentNullException.ThrowIfNull(figure);
        if (path?.TargetOf(year) is not { } target) return null;
        if (figure.Value is not { } value || figure.DataState == DataState.Missing) return Standing.Unknown;
        return figure.Standing == Standing.Met && figure.JudgedTarget?.Year != year && !StandingRule.IsReached(indicator.Direction, target, value)
            ? Standing.OnPath
            : figure.Standing;
    }
}
