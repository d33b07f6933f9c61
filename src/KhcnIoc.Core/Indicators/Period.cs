namespace KhcnIoc.Core.Indicators;

/// <summary>The forms in which a period is written.</summary>
public enum PeriodKind { Instant, Day, Month, Quarter, Year, Range }

/// <summary>The time a value is about: a calendar span of Asia/Ho_Chi_Minh, or an instant.</summary>
/// <remarks>
/// Written <c>2025</c>, <c>2025-Q3</c>, <c>2025-06</c>, <c>2025-06-30</c>, <c>2025-06-30T08:00:00+07:00</c> (or <c>Z</c>) and, for ranges,
/// <c>2026-01/2026-06</c> (both ends whole years, quarters, months or days, the last one included).
/// Start is the first instant, End the midnight after the last day; an instant is its own end. Both are UTC. Never sort by the text.
/// A range that covers exactly a year, quarter, month or day is that period.
/// </remarks>
public sealed partial record Period
{
    private Period(PeriodKind kind, DateTimeOffset start, DateTimeOffset end, string text) =>
        (Kind, Start, End, Text) = (kind, start, end, text);

    public PeriodKind Kind { get; }
    public DateTimeOffset Start { get; }
    public DateTimeOffset End { get; }

    /// <summary>The canonical text; parsing it gives an equal period.</summary>
    public string Text { get; }

    public TimeSpan Length => End - Start;

    /// <summary>The local day it begins in.</summary>
    public DateOnly FirstDay => ProvinceCalendar.DayOf(Start);

    /// <summary>The last local day it covers; for an instant the day it lies in.</summary>
    public DateOnly LastDay => ProvinceCalendar.DayOf(Kind == PeriodKind.Instant ? End : End.AddTicks(-1));

    public override string ToString() => Text;
}
