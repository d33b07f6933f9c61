using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>A past value of a part, as the sweep over a roll-up's history needs it.</summary>
internal readonly record struct Sample(long At, double Value, double Weight);

/// <summary>All that is held of one series: its feeds' histories, and what follows from them until the next change.</summary>
internal sealed class SeriesHistory(SeriesKey key, bool flow)
{
    private readonly List<FeedHistory> _feeds = new(1);
    private SeriesPool? _real;
    private SeriesPool? _simulated;

    public SeriesKey Key { get; } = key;
    public bool HasReal { get; private set; }
    public bool HasSimulated { get; private set; }

    /// <summary>Real or simulated figures alone; never a mixture. <see langword="null"/> where there are none.</summary>
    public SeriesPool? Pool(bool simulated)
    {
        if (simulated) return HasSimulated ? _simulated ??= new(_feeds.FindAll(f => f.Simulated), flow) : null;
        return HasReal ? _real ??= new(_feeds.FindAll(f => !f.Simulated), flow) : null;
    }

    /// <summary>Takes an observation in; false where nothing changes.</summary>
    public bool Add(Observation observation, int rank)
    {
        FeedHistory? history = null;
        foreach (var candidate in _feeds)
        {
            if (candidate.Feed == observation.Feed) history = candidate;
        }

        if (history is null) _feeds.Add(history = new(observation.Feed, rank, observation.Simulated));
        if (!history.Add(observation, flow)) return false;

        if (observation.Simulated)
        {
            HasSimulated = true;
            _simulated = null;
        }
        else
        {
            HasReal = true;
            _real = null;
        }

        return true;
    }
}

/// <summary>The real (or the simulated) figures of a series between two changes.</summary>
/// <remarks>Figures that count as the plan does come first; those of another method are shown only where there is nothing else.</remarks>
internal sealed class SeriesPool
{
    private readonly List<Entry> _entries;
    private readonly bool _flow;
    private (int Oldest, int Newest)? _years;
    private HistoryPoint[]? _history;
    private Sample[]? _samples;
    private (int Year, FlowFigure? Figure, Sample[] Samples)? _flowYear;

    public SeriesPool(List<FeedHistory> feeds, bool flow)
    {
        _flow = flow;
        _entries = feeds.Count == 1 ? feeds[0].Entries : Merge(feeds);
        var latest = _entries.FindLastIndex(e => e.SameMethod);
        OtherMethod = latest < 0;
        Latest = _entries[OtherMethod ? _entries.Count - 1 : latest];
    }

    /// <summary>The latest figure as reported: for flows only what its own period holds.</summary>
    public Entry Latest { get; }

    /// <summary>No figure counts as the plan does.</summary>
    public bool OtherMethod { get; }

    /// <summary>Newest values by effective end, oldest first, one an effective end, all counted the same way.</summary>
    public HistoryPoint[] History => _history ??= Points().ConvertAll(e => new HistoryPoint(e.Observation.EffectiveEnd, e.Observation.Value)).ToArray();

    /// <summary>The same for a part of a roll-up.</summary>
    public Sample[] Samples =>
        _samples ??= Points().ConvertAll(e => new Sample(e.Effective, (double)e.Observation.Value, (double)(e.Observation.Weight ?? 0))).ToArray();

    /// <summary>A flow's figure for exactly this year.</summary>
    public FlowFigure? FlowOf(int year) => year < Years.Oldest || year > Years.Newest ? null : FlowYearOf(year).Figure;

    /// <summary>A flow's year so far as the sweep over a roll-up's history needs it.</summary>
    public Sample[] FlowSamples(int year) => FlowYearOf(year).Samples;

    /// <summary>The newest year not after this one that has any figure.</summary>
    public FlowFigure? FlowUpTo(int year)
    {
        var (oldest, newest) = Years;
        for (year = Math.Min(year, newest); year >= oldest; year--)
        {
            if (FlowOf(year) is { } figure) return figure;
        }

        return null;
    }

    /// <summary>The earliest figure, once there are two of different periods; what a baseline may be made of.</summary>
    public Observation? FirstOfTwo()
    {
        Observation? first = null;
        var several = false;
        foreach (var entry in _entries)
        {
            if (!entry.SameMethod) continue;
            var observation = entry.Observation;
            several |= first is not null && first.Period != observation.Period;
            if (first is null || observation.Period.End < first.Period.End) first = observation;
        }

        return several ? first : null;
    }

    /// <summary>A flow's earliest full year, once a later period exists; what a flow's baseline may be made of.</summary>
    public FlowFigure? FirstFullYear()
    {
        var (oldest, newest) = Years;
        for (var year = oldest; year < newest; year++)
        {
            // Not through the cache: this runs once a series, the cache serves the shown year.
            if (FlowYear.Compute(Counted(), year) is { MissingMonths.Count: 0 } figure && figure.Period.Kind == PeriodKind.Year) return figure;
        }

        return null;
    }

    // The years in which a flow's periods begin; none for a stock and where no figure counts as the plan does.
    private (int Oldest, int Newest) Years => _years ??= FindYears();

    private (int Oldest, int Newest) FindYears()
    {
        var years = (Oldest: int.MaxValue, Newest: int.MinValue);
        if (!_flow) return years;
        foreach (var entry in _entries)
        {
            if (!entry.SameMethod) continue;
            var year = ProvinceCalendar.DayOf(entry.Observation.Period.Start).Year;
            years = (Math.Min(years.Oldest, year), Math.Max(years.Newest, year));
        }

        return years;
    }

    private (int Year, FlowFigure? Figure, Sample[] Samples) FlowYearOf(int year)
    {
        if (_flowYear is { } known && known.Year == year) return known;
        var figure = FlowYear.Compute(Counted(), year);
        var weight = (double)(figure?.Last.Weight ?? 0);
        Sample[] samples = figure is null ? [] : Array.ConvertAll(figure.History, p => new Sample(p.At.UtcTicks, (double)p.Value, weight));
        var result = (year, figure, samples);
        // Only hits are kept: the search for an older year passes empty ones on its way.
        if (figure is not null || _flowYear is null) _flowYear = result;
        return result;
    }

    private List<Entry> Counted() => _entries.FindAll(e => e.SameMethod);

    private List<Entry> Points()
    {
        var method = Latest.Observation.Method;
        var points = new List<Entry>(Math.Min(_entries.Count, FeedHistory.Capacity));
        for (var i = _entries.Count - 1; i >= 0 && points.Count < FeedHistory.Capacity; i--)
        {
            if (_entries[i].Observation.Method != method || (points.Count > 0 && points[^1].Effective == _entries[i].Effective)) continue;
            points.Add(_entries[i]);
        }

        points.Reverse();
        return points;
    }

    private static List<Entry> Merge(List<FeedHistory> feeds)
    {
        var all = new List<Entry>();
        foreach (var feed in feeds) all.AddRange(feed.Entries);
        all.Sort((left, right) => LatestFigure.Compare(left, right));
        return all;
    }
}
