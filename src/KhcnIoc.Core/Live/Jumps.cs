using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>Tells whether a figure is far from what its series did before (docs/rules.md, "Doubts").</summary>
/// <remarks>
/// Looked at are the last 24 values before it of the same kind of period, counted the same way, real or simulated like it. For stocks their steps, each divided by how many
/// usual spacings it took, so that a missing month is no jump; for flows the amounts themselves. The figure's own step (amount) is a jump where it differs from their median by more
/// than six times their spread: 1.4826 × MAD, which is the standard deviation where they are normal, but never less than one step of the last decimal shown.
/// Median and MAD because one earlier jump must neither hide the next nor accuse what follows it.
/// </remarks>
internal static class Jumps
{
    /// <summary>How many earlier steps (amounts) there must be.</summary>
    public const int FewestBefore = 5;

    private const int MostBefore = 24;
    private const decimal Limit = 6;
    private const decimal MadToDeviation = 1.4826m;

    /// <summary>How many times the usual spread it is away, one decimal; <see langword="null"/> = no jump, or too little to tell.</summary>
    public static decimal? Find(Indicator indicator, Observation observation, IReadOnlyList<Observation> series)
    {
        // Running totals of a year grow by their nature, and each range has its own length.
        if (indicator.Kind == IndicatorKind.Flow && observation.Period.Kind is PeriodKind.Range or PeriodKind.Instant) return null;

        var points = series
            .Where(o => o.Series == observation.Series && o.Period.Kind == observation.Period.Kind && o.Method == observation.Method && o.Simulated == observation.Simulated && o.Period.End < observation.Period.End)
            .GroupBy(o => o.Period)
            // Where several feeds report a period: its own, else the one accepted last.
            .Select(g => g.OrderBy(o => o.Feed == observation.Feed).ThenBy(o => o.Commit).ThenBy(o => o.Revision).Last())
            .OrderByDescending(o => o.Period.End)
            .Take(MostBefore + 1)
            .Reverse()
            .Append(observation)
            .ToList();
        var moves = indicator.Kind == IndicatorKind.Flow ? points.ConvertAll(p => p.Value) : Steps(points);
        if (moves.Count <= FewestBefore) return null;

        var before = moves[..^1].Order().ToList();
        var median = Statistics.Median(before);
        var mad = Statistics.Median([.. before.Select(m => Math.Abs(m - median)).Order()]);
        var spread = Math.Max(MadToDeviation * mad, new decimal(1, 0, 0, false, (byte)indicator.Decimals));
        var times = Math.Abs(moves[^1] - median) / spread;
        return times > Limit ? Math.Round(times, 1, MidpointRounding.AwayFromZero) : null;
    }

    private static List<decimal> Steps(List<Observation> points)
    {
        if (points.Count < 2) return [];
        var gaps = points.Zip(points.Skip(1), (a, b) => (b.Period.End - a.Period.End).Ticks).ToList();
        var usual = Math.Max(gaps.Order().ElementAt(gaps.Count / 2), 1);
        return [.. points.Zip(points.Skip(1), (a, b) => b.Value - a.Value).Zip(gaps, (step, gap) => step / Math.Max(1, Math.Round((decimal)gap / usual)))];
    }
}
