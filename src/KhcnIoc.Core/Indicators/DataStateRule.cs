namespace KhcnIoc.Core.Indicators;

/// <summary>Fresh, late, stale, missing or error: DESIGN, "Data state". Pure.</summary>
/// <remarks>
/// <para>A figure's age counts from its effective end plus the publication lag. It is late or stale once the age is <i>more than</i> the threshold:
/// realtime 15 and 60 minutes, daily 36 and 72 hours, monthly 45 and 75 days, quarterly 120 and 200 days, yearly 15 and 21 calendar months.</para>
/// <para>Working time, where the indicator has it: a realtime feed ages during its working hours only; a daily feed ages through whole working days (24 hours each), because
/// 36 hours counted in eight-hour days would let a dead daily feed look fresh for most of a week. Slower cadences ignore it. Working time without a
/// single working minute is ignored as well: silence must never stay green.</para>
/// </remarks>
public static class DataStateRule
{
    /// <summary>Judges the age of a figure.</summary>
    /// <param name="latestEffectiveEnd">The earlier of period end and reception of the newest figure; <see langword="null"/> = never a figure. After <paramref name="now"/> (clock skew) it is fresh.</param>
    /// <param name="feedFailed">The pull, file or queue feed it stands on has failed repeatedly: wins over fresh, late and stale, not over missing.</param>
    /// <returns>The state and how long the age is past the <i>late</i> threshold, for stale figures too, in the time that ages it; zero while fresh and for missing.</returns>
    public static (DataState State, TimeSpan Overdue) Evaluate(Indicator indicator, DateTimeOffset? latestEffectiveEnd, DateTimeOffset now, bool feedFailed)
    {
        if (latestEffectiveEnd is not { } end) return (DataState.Missing, TimeSpan.Zero);

        var due = end + indicator.PublicationLag;
        var (pastLate, pastStale) = indicator.Cadence switch
        {
            Cadence.Realtime or Cadence.Daily => Past(Age(indicator, due, now), SpansOf(indicator.Cadence)!.Value),
            Cadence.Monthly or Cadence.Quarterly => Past(now - due, SpansOf(indicator.Cadence)!.Value),
            // Months are those of the local calendar: 31 December 17:00 UTC already is 1 January here.
            _ => (now - ProvinceCalendar.ToLocal(due).AddMonths(YearlyLateMonths), now - ProvinceCalendar.ToLocal(due).AddMonths(YearlyStaleMonths)),
        };
        var state = pastStale > TimeSpan.Zero ? DataState.Stale : pastLate > TimeSpan.Zero ? DataState.Late : DataState.Fresh;
        return (feedFailed ? DataState.Error : state, pastLate > TimeSpan.Zero ? pastLate : TimeSpan.Zero);
    }

    /// <summary>After how many calendar months a yearly figure is late and stale.</summary>
    public const int YearlyLateMonths = 15, YearlyStaleMonths = 21;

    /// <summary>From which age on a figure is late and stale; <see langword="null"/> for yearly ones, which count in months.</summary>
    public static (TimeSpan Late, TimeSpan Stale)? SpansOf(Cadence cadence) => cadence switch
    {
        Cadence.Realtime => (TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(60)),
        Cadence.Daily => (TimeSpan.FromHours(36), TimeSpan.FromHours(72)),
        Cadence.Monthly => (TimeSpan.FromDays(45), TimeSpan.FromDays(75)),
        Cadence.Quarterly => (TimeSpan.FromDays(120), TimeSpan.FromDays(200)),
        _ => null,
    };

    private static (TimeSpan Late, TimeSpan Stale) Past(TimeSpan age, (TimeSpan Late, TimeSpan Stale) limits) => (age - limits.Late, age - limits.Stale);

    private static TimeSpan Age(Indicator indicator, DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from || indicator.WorkingTime is not { } work) return to - from;

        var (start, end) = indicator.Cadence == Cadence.Daily ? (0L, TimeSpan.TicksPerDay) : HoursOf(work);
        if (start >= end || work.Days.Count == 0) return to - from;
        return TimeSpan.FromTicks(WorkedUntil(to, work.Days, start, end) - WorkedUntil(from, work.Days, start, end));
    }

    // A day that works until midnight is written 00:00.
    private static (long Start, long End) HoursOf(WorkingTime work) =>
        (work.From.Ticks, work.To == TimeOnly.MinValue ? TimeSpan.TicksPerDay : work.To.Ticks);

    // Working ticks since 0001-01-01, which was a Monday: a difference of two needs no walk over the days between, however old the figure.
    private static long WorkedUntil(DateTimeOffset instant, IReadOnlySet<DayOfWeek> days, long start, long end)
    {
        var local = ProvinceCalendar.ToLocal(instant).Ticks;
        var (day, time) = (local / TimeSpan.TicksPerDay, local % TimeSpan.TicksPerDay);
        var (weeks, weekday) = (day / 7, (int)(day % 7));
        var whole = weeks * days.Count;
        for (var i = 0; i < weekday; i++)
        {
            if (days.Contains(Weekday(i))) whole++;
        }

        return (whole * (end - start)) + (days.Contains(Weekday(weekday)) ? Math.Clamp(time - start, 0, end - start) : 0);
    }

    private static DayOfWeek Weekday(int daysAfterMonday) => (DayOfWeek)((daysAfterMonday + 1) % 7);
}
