using System.Globalization;

namespace KhcnIoc.Simulator.Values;

/// <summary>Calendar and period texts of Asia/Ho_Chi_Minh, which has had no clock change since 1975.</summary>
internal static class Clockwork
{
    internal static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    internal static DateTimeOffset Local(DateTimeOffset instant) => instant.ToOffset(Offset);

    internal static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(Local(now).DateTime);

    internal static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    internal static SimPeriod Instant(DateTimeOffset instant)
    {
        var local = Local(instant);
        local = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMillisecond));
        return new(local.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture), local, local);
    }

    internal static SimPeriod Day(DateOnly day) =>
        new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StartOf(day), StartOf(day.AddDays(1)));

    internal static SimPeriod Month(DateOnly first) =>
        new(first.ToString("yyyy-MM", CultureInfo.InvariantCulture), StartOf(first), StartOf(first.AddMonths(1)));

    internal static SimPeriod Quarter(DateOnly first) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{first.Year:0000}-Q{((first.Month - 1) / 3) + 1}"), StartOf(first), StartOf(first.AddMonths(3)));

    internal static SimPeriod Year(int year) =>
        new(year.ToString("0000", CultureInfo.InvariantCulture), StartOf(new(year, 1, 1)), StartOf(new(year + 1, 1, 1)));

    internal static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    internal static DateOnly FirstOfQuarter(DateOnly day) => new(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1);
}

/// <summary>A period as the API writes it, with its edges.</summary>
/// <param name="Text">E.g. <c>2026-06</c>.</param>
/// <param name="Start">First instant.</param>
/// <param name="End">The midnight after its last day; an instant is its own end.</param>
internal readonly record struct SimPeriod(string Text, DateTimeOffset Start, DateTimeOffset End);
