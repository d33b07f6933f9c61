using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KhcnIoc.Core.Indicators;

public sealed partial record Period
{
    /// <summary>The first year a period may lie in: before it the calendar's fixed offset would be wrong.</summary>
    public const int FirstYear = 1976;

    /// <summary>The last year a period may lie in.</summary>
    public const int LastYear = 2198;

    public static Period OfYear(int year) => OfDays(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));

    /// <param name="quarter">1 to 4.</param>
    public static Period OfQuarter(int year, int quarter)
    {
        var first = new DateOnly(year, ((quarter - 1) * 3) + 1, 1);
        return OfDays(first, first.AddMonths(3).AddDays(-1));
    }

    public static Period OfMonth(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return OfDays(first, first.AddMonths(1).AddDays(-1));
    }

    public static Period OfDay(DateOnly day) => OfDays(day, day);

    /// <summary>An instant, kept to the millisecond: what is finer is cut off.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Its local year is outside 1976 to 2198.</exception>
    public static Period OfInstant(DateTimeOffset instant)
    {
        if (!IsInRange(instant)) throw new ArgumentOutOfRangeException(nameof(instant), instant, "Outside 1976 to 2198.");

        var utc = new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        var local = ProvinceCalendar.ToLocal(utc);
        var format = utc.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz";
        return new(PeriodKind.Instant, utc, utc, local.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>Whole days, the last one included; named after the year, quarter, month or day that they are, else a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A day lies outside 1976 to 2198.</exception>
    public static Period OfDays(DateOnly first, DateOnly last)
    {
        if (first.Year < FirstYear) throw new ArgumentOutOfRangeException(nameof(first), first, "Before 1976.");
        if (last.Year > LastYear) throw new ArgumentOutOfRangeException(nameof(last), last, "After 2198.");
        if (last < first) throw new ArgumentException("A period ends before it starts.", nameof(last));

        var (kind, text) = Name(first, last);
        return new(kind, ProvinceCalendar.StartOf(first), ProvinceCalendar.StartOf(last.AddDays(1)), text);
    }

    /// <summary>The period with these edges, as the store keeps it.</summary>
    /// <exception cref="ArgumentException">The edges are neither equal nor local midnights in order: no period has them.</exception>
    public static Period FromEdges(DateTimeOffset start, DateTimeOffset end)
    {
        if (start == end) return OfInstant(start);
        if (end < start) throw new ArgumentException("A period ends before it starts.", nameof(end));

        var period = OfDays(ProvinceCalendar.DayOf(start), ProvinceCalendar.DayOf(end.AddTicks(-1)));
        return period.Start == start && period.End == end ? period : throw new ArgumentException($"{start:O} to {end:O} is not whole days of Asia/Ho_Chi_Minh.", nameof(start));
    }

    public static Period Parse(string text) =>
        TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is not a period.");

    /// <summary>Reads every form that <see cref="Period"/> names; anything else, and years outside 1976 to 2198, is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Period? period)
    {
        period = null;
        if (string.IsNullOrEmpty(text) || text.Length > 64) return false;

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            if (!TryDays(text.AsSpan(0, slash), out var first, out _) || !TryDays(text.AsSpan(slash + 1), out _, out var end) || end < first) return false;
            period = OfDays(first, end);
            return true;
        }

        if (TryDays(text, out var from, out var to))
        {
            period = OfDays(from, to);
            return true;
        }

        // An instant needs its offset: "08:00" without one would mean whatever the reader's machine thinks.
        if (text.Length >= 17 && text[10] == 'T' && (text[^1] == 'Z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParseExact(text, s_instantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && IsInRange(instant))
        {
            period = OfInstant(instant);
            return true;
        }

        return false;
    }

    private static readonly string[] s_instantFormats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fK", "yyyy-MM-dd'T'HH:mm:ss.ffK",
        "yyyy-MM-dd'T'HH:mm:ss.fffK", "yyyy-MM-dd'T'HH:mm:ss.ffffK", "yyyy-MM-dd'T'HH:mm:ss.fffffK", "yyyy-MM-dd'T'HH:mm:ss.ffffffK", "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
    ];

    private static readonly DateTimeOffset s_begin = ProvinceCalendar.StartOf(new(FirstYear, 1, 1));
    private static readonly DateTimeOffset s_end = ProvinceCalendar.StartOf(new(LastYear + 1, 1, 1));

    // Compared as instants: the local clock of the year 9999's last hours does not exist.
    private static bool IsInRange(DateTimeOffset instant) => instant >= s_begin && instant < s_end;

    // 2025 | 2025-Q3 | 2025-06 | 2025-06-30
    private static bool TryDays(ReadOnlySpan<char> text, out DateOnly first, out DateOnly last)
    {
        first = last = default;
        if (text.Length is not (4 or 7 or 10) || !TryDigits(text[..4], out var year) || year is < FirstYear or > LastYear) return false;
        if (text.Length == 4)
        {
            (first, last) = (new(year, 1, 1), new(year, 12, 31));
            return true;
        }

        if (text[4] != '-') return false;
        if (text.Length == 7 && text[5] is 'Q')
        {
            if (text[6] is < '1' or > '4') return false;
            first = new(year, ((text[6] - '1') * 3) + 1, 1);
            last = first.AddMonths(3).AddDays(-1);
            return true;
        }

        if (!TryDigits(text.Slice(5, 2), out var month) || month is < 1 or > 12) return false;
        if (text.Length == 7)
        {
            first = new(year, month, 1);
            last = first.AddMonths(1).AddDays(-1);
            return true;
        }

        if (text[7] != '-' || !TryDigits(text.Slice(8, 2), out var day) || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        first = last = new(year, month, day);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < '0' or > '9') return false;
            value = (value * 10) + (c - '0');
        }

        return true;
    }

    private static (PeriodKind Kind, string Text) Name(DateOnly first, DateOnly last)
    {
        if (first == last) return (PeriodKind.Day, Day(first));
        var next = last.AddDays(1);
        if (first.Day == 1 && next.Day == 1)
        {
            var months = ((next.Year - first.Year) * 12) + next.Month - first.Month;
            if (months == 1) return (PeriodKind.Month, Month(first));
            if (months == 3 && first.Month % 3 == 1)
                return (PeriodKind.Quarter, string.Create(CultureInfo.InvariantCulture, $"{first.Year:0000}-Q{((first.Month - 1) / 3) + 1}"));
            if (months == 12 && first.Month == 1) return (PeriodKind.Year, first.Year.ToString("0000", CultureInfo.InvariantCulture));
            return (PeriodKind.Range, $"{Month(first)}/{Month(last)}");
        }

        return (PeriodKind.Range, $"{Day(first)}/{Day(last)}");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Month(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
