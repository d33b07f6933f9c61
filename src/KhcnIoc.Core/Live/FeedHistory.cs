using KhcnIoc.Core.Feeds;

namespace KhcnIoc.Core.Live;

/// <summary>An observation with what the order of figures needs, side by side in memory: these are compared hundreds of thousands of times at a start.</summary>
internal readonly struct Entry(Observation observation, int rank)
{
    public readonly Observation Observation = observation;
    public readonly long Start = observation.Period.Start.UtcTicks;
    public readonly long End = observation.Period.End.UtcTicks;

    /// <summary>Ticks of <see cref="Observation.EffectiveEnd"/>.</summary>
    public readonly long Effective = observation.EffectiveEnd.UtcTicks;
    public readonly int Rank = rank;

    public bool SameMethod => Observation.Method.Length == 0;
}

/// <summary>Which figure of a series is the latest (DESIGN, "Latest figure of a series").</summary>
internal static class LatestFigure
{
    /// <summary>Positive where <paramref name="left"/> is the later figure: greater effective end, then the finer period, the feed's rank, revision, commit.</summary>
    public static int Compare(in Entry left, in Entry right)
    {
        var order = left.Effective.CompareTo(right.Effective);
        if (order == 0) order = (right.End - right.Start).CompareTo(left.End - left.Start);
        if (order == 0) order = right.Rank.CompareTo(left.Rank);
        if (order == 0) order = left.Observation.Revision.CompareTo(right.Observation.Revision);
        if (order == 0) order = left.Observation.Commit.CompareTo(right.Observation.Commit);
        // Two rows of one commit can tie so far only when two unnamed feeds report the same period; the id makes the choice stable.
        return order == 0 ? left.Observation.Id.CompareTo(right.Observation.Id) : order;
    }
}

/// <summary>The newest periods that one feed has sent for one series, the latest revision of each; bounded.</summary>
/// <remarks>
/// What is kept does not depend on the order of arrival: the newest <see cref="Capacity"/> by effective end, and for flows all that reach into the year
/// of the newest one or the year before. An older period that arrives late goes to the front of a full history, that is, out of it.
/// </remarks>
internal sealed class FeedHistory(string feed, int rank, bool simulated)
{
    public const int Capacity = 40;

    /// <summary>Two years of days, months, quarters and running totals fit; a sender of arbitrary ranges does not fill the memory.</summary>
    public const int FlowCapacity = 1600;

    private readonly List<Entry> _entries = [];

    public string Feed { get; } = feed;
    public int Rank { get; } = rank;
    public bool Simulated { get; } = simulated;

    /// <summary>Oldest first.</summary>
    public List<Entry> Entries => _entries;

    /// <summary>Takes an observation in. False where that changes nothing: known, an earlier revision, or older than all that is kept.</summary>
    public bool Add(Observation observation, bool flow)
    {
        var entry = new Entry(observation, Rank);
        var replaced = false;
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Start != entry.Start || _entries[i].End != entry.End) continue;
            if (_entries[i].Observation.Revision >= observation.Revision) return false;
            _entries.RemoveAt(i);
            replaced = true;
            break;
        }

        var at = _entries.Count;
        while (at > 0 && LatestFigure.Compare(_entries[at - 1], entry) > 0) at--;
        _entries.Insert(at, entry);

        var gone = Excess(flow);
        if (gone > 0) _entries.RemoveRange(0, gone);
        return replaced || at >= gone;
    }

    private int Excess(bool flow)
    {
        var above = _entries.Count - Capacity;
        if (above <= 0 || !flow) return Math.Max(above, 0);

        var newest = Indicators.ProvinceCalendar.DayOf(_entries[^1].Observation.EffectiveEnd.AddTicks(-1));
        var keepAfter = Indicators.ProvinceCalendar.StartOf(new DateOnly(newest.Year - 1, 1, 1)).UtcTicks;
        var gone = 0;
        while (gone < above && _entries[gone].Effective <= keepAfter) gone++;
        return Math.Max(gone, _entries.Count - FlowCapacity);
    }
}
