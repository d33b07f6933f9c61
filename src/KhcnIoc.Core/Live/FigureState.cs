using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>Where a shown figure comes from.</summary>
public enum FigureOrigin
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>An observation of the area itself.</summary>
    Reported,

    /// <summary>Computed from its communes or agencies.</summary>
    RolledUp,

    /// <summary>A flow's year so far, summed from its periods.</summary>
    YearToDate,

    /// <summary>A flow's total of last year, until this year's first figure.</summary>
    LastYear,
}

/// <summary>A value at a time, for a sparkline.</summary>
public readonly record struct HistoryPoint(DateTimeOffset At, decimal Value);

/// <summary>A figure of another area, shown beside as what it is: a predecessor's or a benchmark.</summary>
/// <param name="Area">Area code of a predecessor, the country or a benchmark.</param>
/// <param name="Value">In the indicator's unit.</param>
/// <param name="Method">How it counts where that differs; empty = the same.</param>
public sealed record Comparison(string Area, decimal Value, Period Period, ValueQualifier Qualifier, string Method, long ObservationId);

/// <summary>All that is known of one shown figure at one moment. Immutable; computed by the core, formatted elsewhere.</summary>
public sealed record FigureState
{
    public required SeriesKey Key { get; init; }

    // The figure.
    public FigureOrigin Origin { get; init; }
    public decimal? Value { get; init; }
    public ValueQualifier Qualifier { get; init; }
    public Period? Period { get; init; }
    public DateTimeOffset? EffectiveEnd { get; init; }
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Feed of the (youngest) observation it stands on; empty = none.</summary>
    public string Feed { get; init; } = "";
    public Provenance? Source { get; init; }

    /// <summary>The observation it stands on; <see langword="null"/> for computed figures.</summary>
    public long? ObservationId { get; init; }

    /// <summary>Revision of that observation; above 1 = corrected.</summary>
    public int Revision { get; init; }

    /// <summary>True where the figure or any part of it is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>How the source counts where that differs from the plan ("không cùng cách tính"); empty = the same.</summary>
    public string Method { get; init; } = "";

    /// <summary>For roll-ups: share of the weight (or of the parts, for sums) that has reported within the cadence, 0 to 1.</summary>
    public decimal? ShareReported { get; init; }

    /// <summary>A sum whose parts have not all reported: "ít nhất N".</summary>
    public bool AtLeast { get; init; }

    /// <summary>Months (1 to 12) without a figure inside the year of a flow; empty = no hole.</summary>
    public IReadOnlyList<int> MissingMonths { get; init; } = [];

    /// <summary>The other of reported and rolled up, where both exist: stays visible one tap down.</summary>
    public FigureState? Alternative { get; init; }

    // Against the plan.

    /// <summary>The next target: the first whose date is not before today, else the last; undated ones where no dated exists.</summary>
    public Target? NextTarget { get; init; }

    /// <summary>The target that <see cref="Standing"/> was judged against: the next one at the end of the figure's own period, so that a figure of 2025 can have met 2025's while 2030's is ahead.</summary>
    public Target? JudgedTarget { get; init; }

    /// <summary>The path at the end of the figure's own period; what <see cref="Gap"/> and <see cref="Standing"/> compare with.</summary>
    public decimal? PathAtPeriodEnd { get; init; }

    /// <summary>Today's path: the tick on the bar.</summary>
    public decimal? PathToday { get; init; }

    /// <summary>Value minus <see cref="PathAtPeriodEnd"/>, positive = better for direction up.</summary>
    public decimal? Gap { get; init; }
    public Standing Standing { get; init; }
    public StandingReason StandingReason { get; init; }

    /// <summary>Needed per month from today to reach the next target in time; <see langword="null"/> = reached, or no dated target ahead, or no value.</summary>
    public decimal? RequiredPacePerMonth { get; init; }

    // Age.
    public DataState DataState { get; init; } = DataState.Missing;

    /// <summary>How long past "late" or "stale" the figure is; zero while fresh.</summary>
    public TimeSpan Overdue { get; init; }

    /// <summary>The newest values by effective end, oldest first, at most 40.</summary>
    public IReadOnlyList<HistoryPoint> History { get; init; } = [];

    /// <summary>Predecessors first, then the country, then other benchmarks. Only for the province.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];
}
