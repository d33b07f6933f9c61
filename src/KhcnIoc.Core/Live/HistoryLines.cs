using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>A point of a series' history as a chart shows it.</summary>
/// <param name="At">Its effective end.</param>
/// <param name="Value">The value; for flows the year so far.</param>
/// <param name="Period">What it is about; for flows 1 January to the day that it reaches.</param>
/// <param name="Observation">The observation, for flows the last one of the sum.</param>
/// <param name="Starts">A flow's year begins with it.</param>
public readonly record struct HistoryLinePoint(DateTimeOffset At, decimal Value, Period Period, Observation Observation, bool Starts);

/// <summary>The history of one series of all feeds as what may be joined to a line and what may not. Pure.</summary>
/// <param name="Counted">What counts as the plan does, oldest first, one an instant; real, or simulated where nothing is real.</param>
/// <param name="OtherMethod">What counts differently: points, never a line.</param>
/// <param name="Simulated">All of it is simulated.</param>
public sealed record HistoryLines(IReadOnlyList<HistoryLinePoint> Counted, IReadOnlyList<HistoryLinePoint> OtherMethod, bool Simulated)
{
    /// <param name="series">Of each feed and period the latest revision, any order.</param>
    public static HistoryLines Of(ProvincePack pack, Indicator indicator, IReadOnlyList<Observation> series)
    {
        // Simulated figures never stand beside real ones.
        var simulated = !series.Any(o => !o.Simulated);
        var entries = series.Where(o => o.Simulated == simulated).Select(o => new Entry(o, pack.RankOf(o.Feed))).ToList();
        entries.Sort((left, right) => LatestFigure.Compare(left, right));
        var counted = entries.FindAll(e => e.SameMethod);
        return new(
            indicator.Kind == IndicatorKind.Flow ? Years(counted) : Latest(counted),
            Latest(entries.FindAll(e => !e.SameMethod)),
            simulated && entries.Count > 0);
    }

    // Sorted: of those that end at the same instant the last one is the figure.
    private static List<HistoryLinePoint> Latest(List<Entry> entries)
    {
        var points = new List<HistoryLinePoint>(entries.Count);
        foreach (var entry in entries)
        {
            if (points.Count > 0 && points[^1].At.UtcTicks == entry.Effective) points.RemoveAt(points.Count - 1);
            var observation = entry.Observation;
            points.Add(new(observation.EffectiveEnd, observation.Value, observation.Period, observation, false));
        }

        return points;
    }

    private static List<HistoryLinePoint> Years(List<Entry> entries)
    {
        var points = new List<HistoryLinePoint>();
        foreach (var year in entries.Select(e => ProvinceCalendar.DayOf(e.Observation.Period.Start).Year).Distinct().Order())
        {
            if (FlowYear.Compute(entries, year) is not { } flow) continue;
            var first = new DateOnly(year, 1, 1);
            foreach (var (i, point) in flow.History.Index())
            {
                var piece = entries.FindLast(e => e.Effective == point.At.UtcTicks).Observation ?? flow.Last;
                points.Add(new(point.At, point.Value, Period.OfDays(first, piece.Period.LastDay), piece, i == 0));
            }
        }

        return points;
    }
}
