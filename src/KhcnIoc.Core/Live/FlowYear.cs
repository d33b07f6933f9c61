using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>A flow's figure for one year.</summary>
internal sealed record FlowFigure
{
    public required int Year { get; init; }
    public required decimal Value { get; init; }

    /// <summary>1 January to the day that the figure reaches.</summary>
    public required Period Period { get; init; }

    /// <summary>Where it reaches: the effective end of its last piece.</summary>
    public required DateTimeOffset EffectiveEnd { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required ValueQualifier Qualifier { get; init; }

    /// <summary>Months with a day that no piece covers, before the reach; empty = no hole.</summary>
    public required IReadOnlyList<int> MissingMonths { get; init; }

    /// <summary>The piece that reaches furthest.</summary>
    public required Observation Last { get; init; }

    /// <summary>The observations that were summed, oldest first.</summary>
    public required Observation[] Pieces { get; init; }

    /// <summary>The year so far at the end of each piece, oldest first.</summary>
    public required HistoryPoint[] History { get; init; }
}

/// <summary>Puts a flow's year together from periods that may overlap (DESIGN, "Stock and flow").</summary>
/// <remarks>
/// Pieces must join exactly: where one ends, the next begins. From 1 January the chain that reaches furthest is taken, be it months, quarters, days, a
/// range or all mixed; of two that reach equally far, the one with the finer last piece (the sum before the reported range). What overlaps the chain is left
/// out, so nothing counts twice. Behind a hole the same begins again at the next piece. Periods that cross the turn of a year belong to neither year.
/// </remarks>
internal static class FlowYear
{
    private const int MostPoints = FeedHistory.Capacity;

    /// <summary>The figure of a year; <see langword="null"/> where no period lies in it.</summary>
    public static FlowFigure? Compute(IReadOnlyList<Entry> entries, int year)
    {
        var first = new DateOnly(year, 1, 1);
        var origin = ProvinceCalendar.StartOf(first).UtcTicks;
        var limit = ProvinceCalendar.StartOf(first.AddYears(1)).UtcTicks;
        var days = (int)((limit - origin) / TimeSpan.TicksPerDay);

        var byStart = new List<Entry>?[days];
        var any = false;
        foreach (var entry in entries)
        {
            // Whole days only: an instant holds no amount.
            if (entry.Start < origin || entry.End > limit || entry.End == entry.Start) continue;
            (byStart[(entry.Start - origin) / TimeSpan.TicksPerDay] ??= []).Add(entry);
            any = true;
        }

        if (!any) return null;

        var pieces = new List<Entry>();
        for (var day = 0; day < days;)
        {
            if (byStart[day] is null)
            {
                day++;
                continue;
            }

            day = TakeChain(byStart, day, origin, pieces);
        }

        return Sum(pieces, year, first, origin);
    }

    // Appends the chain from a day that reaches furthest; returns the day behind it.
    private static int TakeChain(List<Entry>?[] byStart, int from, long origin, List<Entry> pieces)
    {
        var days = byStart.Length;
        var lastPiece = new Entry?[days + 1];
        var best = -1;
        for (var day = from; day < days; day++)
        {
            if (byStart[day] is not { } starting || (day > from && lastPiece[day] is null)) continue;
            foreach (var entry in starting)
            {
                var end = (int)((entry.End - origin) / TimeSpan.TicksPerDay);
                if (lastPiece[end] is null || IsBetterLast(entry, lastPiece[end]!.Value)) lastPiece[end] = entry;
            }
        }

        for (var end = from + 1; end <= days; end++)
        {
            if (lastPiece[end] is { } piece && (best < 0 || IsBetterLast(piece, lastPiece[best]!.Value))) best = end;
        }

        var at = pieces.Count;
        for (var end = best; end > from;)
        {
            var piece = lastPiece[end]!.Value;
            pieces.Insert(at, piece);
            end = (int)((piece.Start - origin) / TimeSpan.TicksPerDay);
        }

        return best;
    }

    private static bool IsBetterLast(in Entry candidate, in Entry current)
    {
        if (candidate.Effective != current.Effective) return candidate.Effective > current.Effective;
        if (candidate.Start != current.Start) return candidate.Start > current.Start;
        return LatestFigure.Compare(candidate, current) > 0;
    }

    private static FlowFigure Sum(List<Entry> pieces, int year, DateOnly first, long origin)
    {
        var history = new HistoryPoint[pieces.Count];
        var missing = new List<int>();
        var covered = origin;
        var sum = 0m;
        var qualifier = pieces[0].Observation.Qualifier;
        var received = DateTimeOffset.MinValue;
        for (var i = 0; i < pieces.Count; i++)
        {
            var observation = pieces[i].Observation;
            sum += observation.Value;
            history[i] = new(observation.EffectiveEnd, sum);
            qualifier = Qualifiers.Combine(qualifier, observation.Qualifier);
            if (observation.ReceivedAt > received) received = observation.ReceivedAt;
            for (var hole = covered; hole < pieces[i].Start; hole += TimeSpan.TicksPerDay)
            {
                var month = first.AddDays((int)((hole - origin) / TimeSpan.TicksPerDay)).Month;
                if (missing.Count == 0 || missing[^1] != month) missing.Add(month);
            }

            covered = pieces[i].End;
        }

        var last = pieces[^1].Observation;
        return new()
        {
            Year = year,
            Value = sum,
            Period = Period.OfDays(first, ProvinceCalendar.DayOf(new DateTimeOffset(Math.Max(pieces[^1].Effective - 1, pieces[^1].Start), TimeSpan.Zero))),
            EffectiveEnd = last.EffectiveEnd,
            ReceivedAt = received,
            Qualifier = qualifier,
            MissingMonths = missing,
            Last = last,
            Pieces = [.. pieces.Select(p => p.Observation)],
            History = history.Length <= MostPoints ? history : history[^MostPoints..],
        };
    }
}
